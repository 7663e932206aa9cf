package io.jenkins.plugins.homu.jenkins.configuration;

import io.jenkins.plugins.homu.jenkins.QueueAccess;
import io.jenkins.plugins.homu.port.QueueReader.Health;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One line of how a repository fares. */
final class RepositoryHealth {
    private RepositoryHealth() {}

    /** Empty: no queue of that label runs. */
    static Optional<String> of(String label) {
        return QueueAccess.get().runtime().flatMap(runtime -> runtime.reader().health().stream()
                .filter(health -> health.label().equals(label))
                .findFirst()
                .map(RepositoryHealth::line));
    }

    private static String line(Health health) {
        String heard = health.lastDelivery()
                .map(at -> Messages.RepositoryHealth_delivery(ago(at)))
                .orElseGet(Messages::RepositoryHealth_noDelivery);
        String compared = health.lastSync()
                .map(at -> Messages.RepositoryHealth_compared(ago(at)))
                .orElseGet(Messages::RepositoryHealth_notCompared);
        return health.trouble()
                        .map(trouble -> Messages.RepositoryHealth_trouble(trouble) + " ")
                        .orElse("") + heard + " " + compared;
    }

    private static String ago(Instant at) {
        return hudson.Util.getTimeSpanString(
                Math.max(0, Duration.between(at, Instant.now()).toMillis()));
    }
}
