package io.jenkins.plugins.homu.server;

import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.http.Handler;
import io.jenkins.plugins.homu.http.PageFrame;
import io.jenkins.plugins.homu.metrics.PrometheusMetrics;
import io.jenkins.plugins.homu.port.Builder;
import io.jenkins.plugins.homu.port.StoreException;
import io.jenkins.plugins.homu.runtime.HomuRuntime;
import io.jenkins.plugins.homu.runtime.MetricsPage;
import io.jenkins.plugins.homu.runtime.RuntimeConfiguration;
import io.jenkins.plugins.homu.runtime.admin.QuayRegistrar;
import io.jenkins.plugins.homu.runtime.admin.RepositoryAdmin;
import io.jenkins.plugins.homu.server.admin.AdminInterface;
import io.jenkins.plugins.homu.server.admin.ServerShelf;
import io.jenkins.plugins.homu.server.configuration.ServerConfiguration;
import io.jenkins.plugins.homu.server.web.WebServer;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** The server without Jenkins: the queues, behind a web server of their own. */
public final class HomuServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(HomuServer.class.getName());

    private final ServerConfiguration configuration;
    private final PrometheusMetrics metrics = PrometheusMetrics.withMachine();
    private final HomuRuntime runtime;
    private final ServerShelf shelf;
    private final AdminInterface admin;
    private final AtomicBoolean closed = new AtomicBoolean();
    private WebServer web;

    private HomuServer(ServerConfiguration configuration) {
        this.configuration = configuration;
        this.runtime = new HomuRuntime(runtime(configuration), Builder.NONE, metrics, handlers(), PageFrame.layout());
        this.shelf = new ServerShelf(
                configuration.repositories(),
                configuration.documents(),
                runtime.addedRepositories(),
                repositories -> runtime.configure(runtimeRepositories(repositories)));
        RepositoryAdmin repositories = new RepositoryAdmin(
                shelf,
                runtime::github,
                () -> configuration.web().baseUrl(),
                "/github",
                List.of(new QuayRegistrar(
                        configuration.quay(),
                        () -> runtime.quay(configuration.quay()),
                        configuration.quayNamespace(),
                        runtime::github)));
        this.admin = new AdminInterface(configuration.admin(), repositories, runtime::sink, Instant::now);
        metrics.watch(() -> Optional.of(runtime.reader()));
    }

    private Map<String, Handler> handlers() {
        Handler metricsPage = new MetricsPage(metrics)::answer;
        // The admin interface needs what takes this map, so it comes later.
        return configuration.admin().isOffered()
                ? Map.of("metrics", metricsPage, "admin", request -> admin.handle(request))
                : Map.of("metrics", metricsPage);
    }

    private static RuntimeConfiguration runtime(ServerConfiguration configuration) {
        return new RuntimeConfiguration(
                configuration.github().api(),
                configuration.github().htmlUrl(),
                configuration.github().botName(),
                configuration.database(),
                configuration.reconcileInterval(),
                runtimeRepositories(configuration.repositories()));
    }

    private static List<RuntimeConfiguration.Repository> runtimeRepositories(
            List<ServerConfiguration.Repository> repositories) {
        return repositories.stream()
                .map(repository -> new RuntimeConfiguration.Repository(
                        repository.settings(), repository.webhookSecret().reveal(), repository.services()))
                .toList();
    }

    /**
     * Starts everything. GitHub need not answer for that.
     *
     * @throws StoreException when the database can't be used
     * @throws IOException when the port can't be listened on
     */
    public static HomuServer start(ServerConfiguration configuration) throws IOException {
        HomuServer server = new HomuServer(configuration);
        try {
            server.open();
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    private void open() throws IOException {
        // Also where nobody may add any more: those that were added stay.
        shelf.load();
        web = WebServer.start(configuration.web().host(), configuration.web().port(), runtime.application());
        LOG.log(
                System.Logger.Level.INFO,
                LogLine.of("started")
                        .with("url", url())
                        .with("repositories", shelf.labels().size())
                        .with("database", configuration.database())
                        .toString());
        runtime.start();
    }

    /** Where it can be reached from this machine. */
    public String url() {
        String host = configuration
                .web()
                .host()
                .filter(name -> !name.equals("0.0.0.0") && !name.equals("::"))
                .orElse("localhost");
        return "http://" + (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + web.port();
    }

    /** Completes with the reason when the server can't go on, in words for people. */
    public CompletableFuture<String> failure() {
        return runtime.failure();
    }

    /**
     * Takes no more requests, finishes the transactions and calls that run, keeps the rest in the store; takes less than
     * ten seconds.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        runtime.closeStreams();
        if (web != null) {
            web.close();
        }
        admin.close();
        runtime.close();
    }
}
