package io.jenkins.plugins.homu.jenkins.trigger;

import hudson.ExtensionPoint;
import hudson.model.Run;
import java.util.List;
import java.util.Optional;

/** What only some plugin knows of a failed build. */
public interface FailureDescriber extends ExtensionPoint {
    /** Name of the stage that failed. */
    default Optional<String> stage(Run<?, ?> run) {
        return Optional.empty();
    }

    /** Names of the tests that failed, at most {@code limit}. */
    default List<String> failedTests(Run<?, ?> run, int limit) {
        return List.of();
    }
}
