package io.jenkins.plugins.homu.server;

import io.jenkins.plugins.homu.ci.QuayAccount;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.github.OAuthApp;
import io.jenkins.plugins.homu.http.Handler;
import io.jenkins.plugins.homu.http.OldAddresses;
import io.jenkins.plugins.homu.http.PageFrame;
import io.jenkins.plugins.homu.http.RollupOffer;
import io.jenkins.plugins.homu.metrics.PrometheusMetrics;
import io.jenkins.plugins.homu.port.Builder;
import io.jenkins.plugins.homu.port.StoreException;
import io.jenkins.plugins.homu.runtime.HomuRuntime;
import io.jenkins.plugins.homu.runtime.MetricsPage;
import io.jenkins.plugins.homu.runtime.RuntimeConfiguration;
import io.jenkins.plugins.homu.runtime.admin.OutsideAddress;
import io.jenkins.plugins.homu.runtime.admin.QuayRegistrar;
import io.jenkins.plugins.homu.runtime.admin.Refusal;
import io.jenkins.plugins.homu.runtime.admin.RepositoryAdmin;
import io.jenkins.plugins.homu.server.admin.AdminInterface;
import io.jenkins.plugins.homu.server.admin.ServerShelf;
import io.jenkins.plugins.homu.server.configuration.ServerConfiguration;
import io.jenkins.plugins.homu.server.rollup.SignIn;
import io.jenkins.plugins.homu.server.web.WebServer;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** The server without Jenkins: the queues, behind a web server of their own. */
public final class HomuServer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(HomuServer.class.getName());

    private final ServerConfiguration configuration;
    private final PrometheusMetrics metrics = PrometheusMetrics.withMachine();
    private final HomuRuntime runtime;
    private final Optional<SignIn> signIn;
    private final ServerShelf shelf;
    private final AdminInterface admin;
    private final AtomicBoolean closed = new AtomicBoolean();
    private WebServer web;

    private HomuServer(ServerConfiguration configuration) {
        this.configuration = configuration;
        Map<String, Handler> others = new TreeMap<>(Map.of("metrics", new MetricsPage(metrics)::answer));
        this.signIn = configuration.github().oauth().map(this::signIn);
        signIn.ifPresent(it -> {
            others.put("rollup", it::rollup);
            others.put("callback", it::callback);
            others.put("synch", it::synchronise);
        });
        if (configuration.admin().isOffered()) {
            // It needs what takes this map, so it comes later.
            others.put("admin", request -> admin().handle(request));
        }
        this.runtime = new HomuRuntime(
                runtime(configuration),
                Builder.NONE,
                metrics,
                others,
                PageFrame.layout(),
                signIn.isPresent()
                        ? new RollupOffer(
                                Optional.of("/rollup"),
                                "You are asked to sign in at GitHub. For reviewers the bot makes the rollup; for anybody"
                                        + " else it is made in a fork of their own.",
                                Optional.of(SignIn.origin(configuration.github().htmlUrl())))
                        : RollupOffer.NONE);
        this.shelf = new ServerShelf(
                configuration.repositories(),
                configuration.documents(),
                runtime.addedRepositories(),
                repositories -> runtime.configure(runtimeRepositories(repositories)));
        OutsideAddress outside = new OutsideAddress(
                () -> configuration.web().baseUrl(),
                "set [web] base_url to the address by which this server is reached from outside, and start it again");
        RepositoryAdmin repositories = new RepositoryAdmin(
                shelf,
                runtime::github,
                outside,
                "/github",
                List.of(new QuayRegistrar(
                        settings -> quay(configuration.quay()),
                        runtime::quay,
                        configuration.quayNamespace(),
                        runtime::github,
                        outside)));
        this.admin = new AdminInterface(configuration.admin(), repositories, runtime::sink, Instant::now);
        metrics.watch(() -> Optional.of(runtime.reader()));
    }

    private static QuayAccount quay(QuayAccount account) throws Refusal {
        if (account.token().isEmpty()) {
            throw new Refusal(
                    409, "Quay can't be asked to set the repository up: set [quay] access_token, and start again.");
        }
        return account;
    }

    private SignIn signIn(ServerConfiguration.OAuth oauth) {
        String secret = oauth.secret().reveal();
        return new SignIn(
                new OAuthApp(
                        configuration.github().api(), configuration.github().htmlUrl(), oauth.id(), secret),
                secret,
                oauth.scope(),
                configuration.web().baseUrl(),
                () -> runtime());
    }

    private AdminInterface admin() {
        return admin;
    }

    private HomuRuntime runtime() {
        return runtime;
    }

    private static RuntimeConfiguration runtime(ServerConfiguration configuration) {
        return new RuntimeConfiguration(
                configuration.github().api(),
                configuration.github().htmlUrl(),
                configuration.github().botName(),
                configuration.database(),
                configuration.reconcileInterval(),
                runtimeRepositories(configuration.repositories()),
                configuration.git(),
                configuration.extras());
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
        ServerConfiguration.Web settings = configuration.web();
        web = WebServer.start(
                settings.host(),
                settings.port(),
                new OldAddresses(
                        settings.canonicalUrl(), settings.removedPrefixes(), this::isHealthy, runtime.application()));
        LOG.log(
                System.Logger.Level.INFO,
                LogLine.of("started")
                        .with("url", url())
                        .with("repositories", shelf.labels().size())
                        .with("database", configuration.database())
                        .toString());
        runtime.start();
    }

    private boolean isHealthy() {
        try {
            runtime.checkStore();
            return true;
        } catch (StoreException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    LogLine.of("unhealthy").with("why", e.getMessage()).toString());
            return false;
        }
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
        signIn.ifPresent(SignIn::close);
        runtime.closeStreams();
        if (web != null) {
            web.close();
        }
        admin.close();
        runtime.close();
    }
}
