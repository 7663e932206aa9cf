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
 * @param acts the pool for references: never held up by texts that wait for a rate limit
 * @param says the pool for texts
 * @param looks the pool for questions
 * @param syncs the pool for comparing with GitHub, which takes long
 * @param calls the pool for others' programs, which may take as long as they like
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
        Executor acts,
        Executor says,
        Executor looks,
        Executor syncs,
        Executor calls,
        Notifier notifier) {
    Backoff backoff() {
        return new Backoff(settings.retryMin(), settings.retryMax());
    }
}
