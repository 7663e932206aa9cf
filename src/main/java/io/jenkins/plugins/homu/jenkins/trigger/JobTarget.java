package io.jenkins.plugins.homu.jenkins.trigger;

import hudson.ExtensionPoint;
import hudson.model.Action;
import hudson.model.Item;
import hudson.model.Job;
import io.jenkins.plugins.homu.port.Builder.Build;
import io.jenkins.plugins.homu.port.GatewayException;
import java.util.List;
import java.util.Optional;
import jenkins.model.ParameterizedJobMixIn.ParameterizedJob;

/**
 * What is to be started for a build.
 *
 * @param actions what pins the build to the merge commit
 */
public record JobTarget(ParameterizedJob<?, ?> job, List<Action> actions) {
    public JobTarget {
        actions = List.copyOf(actions);
    }

    /** Finds the job to start for items that are no jobs themselves, such as multibranch projects. */
    public interface Resolver extends ExtensionPoint {
        /**
         * @return empty: not an item of its kind
         * @throws NotStartableException when it is and can't be started; the message says what to do
         * @throws GatewayException when it is and can't be started yet
         */
        Optional<JobTarget> resolve(Item item, Build build) throws NotStartableException, GatewayException;

        /**
         * Only looks.
         *
         * @param branch where the merge commit stands
         * @return empty: not an item of its kind, or the job is not there yet
         */
        Optional<Job<?, ?>> find(Item item, String branch);
    }

    /** Makes a build of a job check out exactly the merge commit. */
    public interface Pin extends ExtensionPoint {
        Optional<Action> pin(ParameterizedJob<?, ?> job, Build build);
    }
}
