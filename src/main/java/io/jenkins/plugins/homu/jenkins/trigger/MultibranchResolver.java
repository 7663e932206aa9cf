package io.jenkins.plugins.homu.jenkins.trigger;

import hudson.model.Item;
import hudson.model.Job;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.port.Builder.Build;
import io.jenkins.plugins.homu.port.GatewayException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import jenkins.branch.Branch;
import jenkins.branch.MultiBranchProject;
import jenkins.model.ParameterizedJobMixIn.ParameterizedJob;
import jenkins.plugins.git.AbstractGitSCMSource;
import jenkins.scm.api.SCMRevisionAction;
import jenkins.scm.api.SCMSource;
import org.jenkinsci.plugins.variant.OptionalExtension;

/** A multibranch project stands for its branch of the attempt's name, built at exactly the merge commit. */
@OptionalExtension(requirePlugins = {"branch-api", "git"})
public class MultibranchResolver implements JobTarget.Resolver {
    private static final Duration AGAIN = Duration.ofSeconds(10);

    @Override
    public Optional<JobTarget> resolve(Item item, Build build) throws NotStartableException, GatewayException {
        if (!(item instanceof MultiBranchProject<?, ?> project)) {
            return Optional.empty();
        }
        String branchName = build.attempt().ciBranch();
        Item found = project.getItemByBranchName(branchName);
        if (found == null) {
            // Only before its first build: later on the branch is known, and no indexing is waited for.
            project.scheduleBuild2(0);
            throw GatewayException.transientTrouble(
                    0,
                    "The multibranch project " + LogLine.quote(project.getFullName()) + " does not know the branch "
                            + LogLine.quote(branchName)
                            + " yet and was asked to look for it. Does it discover that branch?",
                    Optional.of(AGAIN),
                    null);
        }
        if (!(found instanceof ParameterizedJob<?, ?> job)) {
            throw new NotStartableException(LogLine.quote(found.getFullName()) + " is not a job that can be built.");
        }
        Branch branch = branch(project, found);
        SCMSource source = project.getSCMSource(branch.getSourceId());
        if (source == null) {
            throw new NotStartableException("The branch " + LogLine.quote(found.getFullName())
                    + " has no source any more. Let the multibranch project scan its repository.");
        }
        return Optional.of(new JobTarget(
                job,
                List.of(new SCMRevisionAction(
                        source,
                        new AbstractGitSCMSource.SCMRevisionImpl(
                                branch.getHead(),
                                build.attempt().merge().orElseThrow().value())))));
    }

    @Override
    public Optional<Job<?, ?>> find(Item item, String branch) {
        return item instanceof MultiBranchProject<?, ?> project
                ? Optional.ofNullable(project.getItemByBranchName(branch))
                : Optional.empty();
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the project's own factory made this very job
    private static Branch branch(MultiBranchProject project, Item job) {
        return project.getProjectFactory().getBranch((Job) job);
    }
}
