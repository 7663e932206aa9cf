package io.jenkins.plugins.homu.engine;

import io.jenkins.plugins.homu.port.Clock;
import io.jenkins.plugins.homu.port.GitHubGateway;
import io.jenkins.plugins.homu.port.Metrics;
import io.jenkins.plugins.homu.port.StateStore;
import java.util.concurrent.Executor;

/**
 * What all repositories of an engine share.
 *
 * @param events the pool that decides
 * @param effects the pool that talks to the outside
 * @param syncs the pool that compares with GitHub, which takes long
 */
record Commons(
        StateStore store,
        GitHubGateway gateway,
        Clock clock,
        Timers timers,
        Metrics metrics,
        EngineSettings settings,
        Rules rules,
        Executor events,
        Executor effects,
        Executor syncs,
        Notifier notifier) {
    Backoff backoff() {
        return new Backoff(settings.retryMin(), settings.retryMax());
    }
}
