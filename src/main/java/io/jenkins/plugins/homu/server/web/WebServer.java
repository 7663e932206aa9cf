package io.jenkins.plugins.homu.server.web;

import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.http.Handler;
import java.io.IOException;
import java.net.BindException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http.UriCompliance.Violation;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The embedded web server. Everything it holds for its clients is bounded. TLS is for a proxy before it. */
public final class WebServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(WebServer.class.getName());
    private static final int MOST_THREADS = 32;
    private static final int MOST_CONNECTIONS = 4000;
    private static final long STOP_MILLIS = TimeUnit.SECONDS.toMillis(3);
    private static final int LONGEST_HEAD = 16 * 1024;

    /**
     * What a client may ask for.
     *
     * @param idle how long nothing may move on a connection
     * @param head how long the request line and headers may take to arrive
     * @param body how long a body may take to arrive
     * @param held how many bytes of bodies are held at a time, of all clients together
     */
    record Limits(Duration idle, Duration head, Duration body, long held) {
        static final Limits DEFAULT = new Limits(
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                Runtime.getRuntime().maxMemory() / 4);
    }

    private final Server server;
    private final ServerConnector connector;

    private WebServer(Server server, ServerConnector connector) {
        this.server = server;
        this.connector = connector;
    }

    /**
     * Listens.
     *
     * @param host empty: on all interfaces
     * @param port 0: any free one
     * @throws IOException when it can't; the message says where, why, and what to do
     */
    public static WebServer start(Optional<String> host, int port, Handler application) throws IOException {
        return start(host, port, application, Limits.DEFAULT);
    }

    static WebServer start(Optional<String> host, int port, Handler application, Limits limits) throws IOException {
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, 4);
        threads.setName("web");
        Server server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(LONGEST_HEAD);
        // A label may hold a slash or a percent sign. Paths go on as they came, and the application splits them before
        // it
        // decodes them, so that is not ambiguous here.
        http.setUriCompliance(UriCompliance.DEFAULT.with(
                "labels", Violation.AMBIGUOUS_PATH_SEPARATOR, Violation.AMBIGUOUS_PATH_ENCODING));
        HttpConnectionFactory factory = new HttpConnectionFactory(http);
        ServerConnector connector = new ServerConnector(server, 1, 1, factory);
        host.ifPresent(connector::setHost);
        connector.setPort(port);
        connector.setIdleTimeout(limits.idle().toMillis());
        connector.setAcceptQueueSize(1024);
        SlowHeads slowHeads = new SlowHeads(server.getScheduler(), limits.head());
        connector.addBean(slowHeads);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, connector));
        server.setHandler(new GracefulHandler(new Shell(application, limits.held(), limits.body())));
        server.setErrorHandler(new Shell.Errors());
        server.setStopTimeout(STOP_MILLIS);
        WebServer web = new WebServer(server, connector);
        try {
            server.start();
        } catch (Exception e) {
            web.close();
            throw cannotListen(host, port, e);
        }
        return web;
    }

    private static IOException cannotListen(Optional<String> host, int port, Exception failure) {
        String where = host.orElse("all interfaces") + ", port " + port;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return new IOException(
                        "can't listen on " + where + ": " + cause.getMessage()
                                + "; end the process that does, or set another [web] host or port",
                        failure);
            }
            if (cause instanceof UnknownHostException
                    || cause instanceof java.nio.channels.UnresolvedAddressException) {
                return new IOException(
                        "can't listen on " + where + ": there is no such host; correct [web] host", failure);
            }
        }
        return new IOException("can't listen on " + where + ": " + failure, failure);
    }

    /** The port that is really listened on. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Takes no more requests, waits a little for those under way, then ends. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    LogLine.of("web-stop-failed").with("why", e).toString());
        }
    }
}
