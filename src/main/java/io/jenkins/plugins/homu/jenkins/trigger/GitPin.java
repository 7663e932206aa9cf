package io.jenkins.plugins.homu.jenkins.trigger;

import hudson.model.Action;
import hudson.plugins.git.RevisionParameterAction;
import io.jenkins.plugins.homu.port.Builder.Build;
import java.util.Optional;
import jenkins.model.ParameterizedJobMixIn.ParameterizedJob;
import org.jenkinsci.plugins.variant.OptionalExtension;

/** Makes the git plugin check out the merge commit, whatever branch the job is configured with. */
@OptionalExtension(requirePlugins = "git")
public class GitPin implements JobTarget.Pin {
    @Override
    public Optional<Action> pin(ParameterizedJob<?, ?> job, Build build) {
        return Optional.of(new RevisionParameterAction(
                build.attempt().merge().orElseThrow().value(), false));
    }
}
