package io.jenkins.plugins.homu.jenkins.trigger;

import hudson.model.AbstractBuild;
import hudson.model.Run;
import hudson.plugins.git.Revision;
import hudson.plugins.git.util.BuildData;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.LogLine;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jenkinsci.plugins.variant.OptionalExtension;

/**
 * The pin passes by repositories whose address it does not know, which then build what they are configured with. So what git
 * checked out is looked at afterwards: the merge commit is proof. Without it, a classic job has built something else, since all
 * that git checks out there are the job's sources. A Pipeline may have had a library, or its own script, from git, and have got
 * its sources by other means; it has built something else if what it got was our repository, by its address, by its name, or
 * by being at the base commit.
 */
@OptionalExtension(requirePlugins = "git")
public class GitCheckout implements CheckoutProof {
    @Override
    public Optional<String> otherCommit(Run<?, ?> run, HomuBuildAction action) {
        GitPin.MergeCommit pin = run.getAction(GitPin.MergeCommit.class);
        List<BuildData> checkouts = run.getActions(BuildData.class).stream()
                // Anything older is of an earlier build: it begins as a copy.
                .filter(data -> data.lastBuild != null && data.lastBuild.getBuildNumber() == run.getNumber())
                .toList();
        String merge = action.merge().value();
        if (pin == null || checkouts.stream().anyMatch(data -> commits(data).anyMatch(merge::equals))) {
            return Optional.empty();
        }
        return checkouts.stream()
                .filter(data -> run instanceof AbstractBuild || isOurs(data, pin, action.baseCommit()))
                .findFirst()
                .map(data -> words(data, pin, action.merge()));
    }

    /** What was found, and what came of it where the job merges something else into it. */
    private static Stream<String> commits(BuildData data) {
        return Stream.of(data.lastBuild.getMarked(), data.lastBuild.getRevision())
                .filter(Objects::nonNull)
                .map(Revision::getSha1String);
    }

    private static boolean isOurs(BuildData data, GitPin.MergeCommit pin, String base) {
        return data.getRemoteUrls().stream().anyMatch(address -> pin.isOurs(address) || pin.isNamedLikeOurs(address))
                || commits(data).anyMatch(base::equals);
    }

    private static String words(BuildData data, GitPin.MergeCommit pin, CommitSha merge) {
        String found = commits(data)
                .findFirst()
                .map(CommitSha::new)
                .map(CommitSha::abbreviated)
                .orElse("something else");
        String address = data.getRemoteUrls().stream()
                .findFirst()
                .map(GitCheckout::withoutLogin)
                .map(LogLine::quote)
                .orElse("an unknown repository");
        return "git checked out " + found + " of " + address + " in place of " + merge.abbreviated()
                + ". Give the job the address of " + pin.repository()
                + ", let it check out HOMU_COMMIT, or set ownCheckout in the configuration of its builder.";
    }

    /** Some have a token there. */
    private static String withoutLogin(String address) {
        return address.replaceFirst("//[^/]*@", "//");
    }
}
