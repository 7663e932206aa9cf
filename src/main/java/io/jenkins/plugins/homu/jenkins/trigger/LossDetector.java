package io.jenkins.plugins.homu.jenkins.trigger;

import hudson.ExtensionPoint;
import hudson.model.Run;
import java.util.Optional;
import jenkins.model.CauseOfInterruption;

/** Tells builds that broke down with their agent from builds that failed. */
public interface LossDetector extends ExtensionPoint {
    /** What became of a build that has ended, in words for people; empty: it isn't lost, as far as this one knows. */
    Optional<String> loss(Run<?, ?> run);

    /** Whether what was interrupted for this cause is lost. */
    default boolean isLoss(CauseOfInterruption cause) {
        return false;
    }
}
