package io.jenkins.plugins.homu.jenkins.trigger;

import hudson.ExtensionPoint;
import hudson.model.Run;
import java.util.Optional;

/** Tells builds of the merge commit from builds that were given another commit. */
public interface CheckoutProof extends ExtensionPoint {
    /** What it built in place of the merge commit, and what to do; empty: nothing speaks against it, as far as this one knows. */
    Optional<String> otherCommit(Run<?, ?> run, HomuBuildAction action);
}
