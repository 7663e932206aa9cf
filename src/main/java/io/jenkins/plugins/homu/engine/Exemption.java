package io.jenkins.plugins.homu.engine;

import io.jenkins.plugins.homu.core.effect.Effect.PrepareMerge;
import io.jenkins.plugins.homu.core.event.Event.MergePrepared;
import io.jenkins.plugins.homu.core.event.Event.ReportKind;
import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.core.settings.BuilderSettings;
import io.jenkins.plugins.homu.core.settings.MergeSettings.Method;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import io.jenkins.plugins.homu.port.Builder;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.GitHubGateway;
import io.jenkins.plugins.homu.port.GitHubGateway.Commit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Spares a test when the very commit that the base would be moved to was tested already: the merge commit that GitHub makes
 * of a pull request, or its head where that is taken as it is. What was tested on any other commit spares nothing,
 * however alike the two are.
 */
final class Exemption {
    private final GitHubGateway gateway;
    private final Builder builder;

    Exemption(GitHubGateway gateway, Builder builder) {
        this.gateway = gateway;
        this.builder = builder;
    }

    /** @param base the tip of the base, which is surely not outdated */
    Optional<MergePrepared> find(Job.Run run, PrepareMerge effect, CommitSha base) throws GatewayException {
        RepositorySettings settings = run.settings();
        Optional<Attempt> attempt = run.state()
                .attempt(effect.attempt())
                .filter(found ->
                        found.kind() == Attempt.Kind.AUTO && found.pulls().size() == 1);
        if (attempt.isEmpty() || effect.parent().isPresent() || !settings.isTestSpared()) {
            return Optional.empty();
        }
        Optional<Commit> commit =
                candidate(settings.repository(), effect, attempt.get().leader(), base);
        if (commit.isEmpty()) {
            return Optional.empty();
        }
        List<Reported> tested = reports(settings, attempt.get(), commit.get(), base);
        return tested.isEmpty()
                ? Optional.empty()
                : Optional.of(new MergePrepared(
                        effect.attempt(), base, commit.get().sha(), commit.get().tree(), false, tested));
    }

    private Optional<Commit> candidate(RepositoryId repository, PrepareMerge effect, AttemptMember pull, CommitSha base)
            throws GatewayException {
        if (effect.plan().method() == Method.FAST_FORWARD) {
            return gateway.isAncestor(repository, base, pull.head()) && !base.equals(pull.head())
                    ? gateway.commit(repository, pull.head())
                    : Optional.empty();
        }
        if (!effect.plan().isPlain()) {
            return Optional.empty();
        }
        Optional<CommitSha> merge = gateway.testMerge(repository, pull.number());
        Optional<Commit> commit = merge.isPresent() ? gateway.commit(repository, merge.get()) : Optional.empty();
        return commit.filter(found -> found.parents().equals(List.of(base, pull.head())));
    }

    /** One report for each builder that is needed; none at all unless all of them have passed it. */
    private List<Reported> reports(RepositorySettings settings, Attempt attempt, Commit commit, CommitSha base)
            throws GatewayException {
        List<BuilderSettings> needed = settings.buildersFor(false);
        Set<ReportKind> wanted = Looker.onGitHub(needed);
        List<Reported> onGitHub =
                wanted.isEmpty() ? List.of() : gateway.results(settings.repository(), commit.sha(), wanted);
        List<Reported> tested = new ArrayList<>();
        for (BuilderSettings one : needed) {
            Optional<Reported> report = one.kind().isOnGitHub()
                    ? onGitHub.stream().filter(reported -> isOf(one, reported)).findFirst()
                    : builder.find(new Builder.Build(
                            settings,
                            attempt.prepared(base, commit.sha(), commit.tree(), Instant.EPOCH, Instant.EPOCH),
                            one,
                            0,
                            Optional.empty()));
            if (report.filter(reported -> reported.state() == BuilderState.SUCCESS
                            && reported.sha().equals(commit.sha()))
                    .isEmpty()) {
                return List.of();
            }
            tested.add(report.get());
        }
        return tested;
    }

    private static boolean isOf(BuilderSettings one, Reported reported) {
        ReportKind kind = one.kind() == BuilderSettings.Kind.CHECK ? ReportKind.CHECK : ReportKind.STATUS;
        return reported.kind() == kind && one.pullContext().equals(Optional.of(reported.context()));
    }
}
