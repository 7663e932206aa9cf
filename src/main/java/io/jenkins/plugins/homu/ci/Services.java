package io.jenkins.plugins.homu.ci;

import io.jenkins.plugins.homu.core.settings.BuilderSettings.Kind;
import io.jenkins.plugins.homu.port.Builder;
import io.jenkins.plugins.homu.port.CallbackTranslator;
import io.jenkins.plugins.homu.port.Clock;
import io.jenkins.plugins.homu.port.Proxies;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All services outside that build: what takes their reports, and what asks them. Safe for use by many threads. */
public final class Services implements AutoCloseable {
    /** A page of a busy Buildbot takes its time. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Where somebody waits for our answer meanwhile. */
    private static final Duration SHORT_PATIENCE = Duration.ofSeconds(3);

    private final ServiceHttp http;
    private final ServiceHttp quickHttp;
    private final BuildbotCallbacks buildbotCallbacks;
    private final BuildbotBuilder buildbotBuilder;
    private final TravisCallbacks travisCallbacks;
    private final TravisBuilder travisBuilder;
    private final QuayCallbacks quayCallbacks;
    private final QuayBuilder quayBuilder;

    /** @param proxies through which they are reached */
    public Services(Collection<ServiceRepository> repositories, Proxies proxies, Clock clock) {
        this.http = new ServiceHttp(PATIENCE, proxies);
        this.quickHttp = new ServiceHttp(SHORT_PATIENCE, proxies);
        this.buildbotCallbacks = new BuildbotCallbacks(clock);
        this.buildbotBuilder = new BuildbotBuilder(http, clock);
        this.travisCallbacks = new TravisCallbacks(new TravisKeys(quickHttp, clock), clock);
        this.travisBuilder = new TravisBuilder(http, clock);
        this.quayCallbacks = new QuayCallbacks(clock);
        this.quayBuilder = new QuayBuilder(http);
        configure(repositories);
    }

    /** Takes over a changed configuration. */
    public void configure(Collection<ServiceRepository> repositories) {
        List<ServiceRepository> all = List.copyOf(repositories);
        buildbotCallbacks.configure(all);
        buildbotBuilder.configure(all);
        travisCallbacks.configure(all);
        travisBuilder.configure(all);
        quayCallbacks.configure(all);
        quayBuilder.configure(all);
    }

    /** For what they post to us. */
    public List<CallbackTranslator> translators() {
        return List.of(buildbotCallbacks, travisCallbacks, quayCallbacks);
    }

    /** For their builds, by the kind of builder. */
    public Map<Kind, Builder> builders() {
        return Map.of(
                Kind.BUILDBOT,
                buildbotBuilder,
                Kind.TRAVIS,
                travisBuilder,
                Kind.QUAY,
                quayBuilder,
                Kind.QUAY_ON_PUSH,
                quayBuilder);
    }

    /** What is wrong between a repository and a service, in words for people. */
    public Optional<String> trouble(String label) {
        return quayBuilder.trouble(label);
    }

    /** Sets repositories up at Quay. */
    public QuayRegistration quay(QuayAccount account) {
        return new QuayRegistration(new QuayApi(http, account));
    }

    @Override
    public void close() {
        http.close();
        quickHttp.close();
    }
}
