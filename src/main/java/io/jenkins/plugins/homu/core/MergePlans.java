package io.jenkins.plugins.homu.core;

import io.jenkins.plugins.homu.core.effect.MergePlan;
import io.jenkins.plugins.homu.core.message.CommitMessages;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.settings.MergeSettings;
import io.jenkins.plugins.homu.core.settings.MergeSettings.Committer;
import io.jenkins.plugins.homu.core.settings.MergeSettings.Method;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How the commit of an attempt is made, by the settings and by what was asked for on its pull request. */
final class MergePlans {
    private MergePlans() {}

    /** @param approver of a try build {@code <try>} */
    static MergePlan of(RepositorySettings settings, PullRequest pull, String approver, Instant now) {
        MergeSettings merges = settings.merges();
        Method method = merges.methodFor(pull.squash());
        // Only git can bring a commit to another repository than the one that it is made of.
        boolean onFork = settings.branches().fork().isPresent();
        if (method == Method.MERGE && !merges.local() && !merges.autosquash() && !onFork) {
            return MergePlan.PLAIN;
        }
        return new MergePlan(
                method,
                // Where one commit comes of them all, there is nothing to fold.
                merges.autosquash() && method != Method.SQUASH,
                merges.local() || onFork || (merges.needsGit() && method != Method.SQUASH),
                now,
                committer(settings),
                List.of(CommitMessages.linearTrailer(pull.number(), approver)));
    }

    private static Committer committer(RepositorySettings settings) {
        Optional<Committer> given = settings.merges().committer();
        return new Committer(
                given.map(Committer::name).filter(name -> !name.isEmpty()).orElse(settings.botName()),
                given.map(Committer::email)
                        .filter(email -> !email.isEmpty())
                        .orElse(settings.botName() + "@users.noreply.github.com"));
    }

    static String message(RepositorySettings settings, PullRequest pull, String approver, List<String> jobs) {
        return settings.merges().methodFor(pull.squash()) == Method.SQUASH
                ? CommitMessages.squash(settings.merges(), pull, approver, jobs)
                : CommitMessages.merge(settings.merges(), pull, approver, jobs);
    }
}
