package io.jenkins.plugins.homu.simulator.web;

import io.jenkins.plugins.homu.simulator.GitHubSimulator;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The web server in front of the simulated GitHub, on loopback. */
public final class SimServer implements AutoCloseable {

    private static final int MOST_THREADS = 200;

    /** Kept, for the logging framework holds its loggers weakly; every start and stop would be four lines. */
    private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");

    static {
        JETTY.setLevel(Level.WARNING);
    }

    private final Server server;
    private final ServerConnector connector;
    private final ApiHandler api;

    public SimServer(GitHubSimulator github, int port) {
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, 4);
        threads.setName("simulator-http");
        threads.setDaemon(true);
        server = new Server(threads);
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        // refs come with encoded slashes, which Jetty refuses by default
        configuration.setUriCompliance(UriCompliance.UNSAFE);
        connector = new ServerConnector(server, 1, 2, new HttpConnectionFactory(configuration));
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        connector.setAcceptQueueSize(1024);
        server.addConnector(connector);
        api = new ApiHandler(github);
        server.setHandler(api);
    }

    /** Begins to listen. */
    public void start() throws IOException {
        try {
            server.start();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("cannot start the simulator on port " + connector.getPort(), e);
        }
    }

    public String url() {
        return "http://127.0.0.1:" + connector.getLocalPort();
    }

    public void pages(Handler handler) {
        api.pages(handler);
    }

    public Faults faults() {
        return api.faults();
    }

    public RateLimits rateLimits() {
        return api.rateLimits();
    }

    public RequestLog requests() {
        return api.requests();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("cannot stop the simulator", e);
        }
    }
}
