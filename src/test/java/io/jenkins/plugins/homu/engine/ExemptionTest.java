package io.jenkins.plugins.homu.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.effect.Effect.PrepareMerge;
import io.jenkins.plugins.homu.core.event.Event.MergePrepared;
import io.jenkins.plugins.homu.core.event.Event.ReportKind;
import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.settings.BuilderSettings;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import io.jenkins.plugins.homu.port.Builder;
import io.jenkins.plugins.homu.port.GatewayException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Before;
import org.junit.Test;

/** A test is spared only when the very commit was tested that the base would be moved to. */
public class ExemptionTest {
    private final ScriptedGitHub github = new ScriptedGitHub();
    private final ManualTimers time = new ManualTimers();
    private final BuilderSettings status = new BuilderSettings(
                    "ci", BuilderSettings.Kind.STATUS, Optional.of("ci/push"), Optional.empty())
            .sparing("ci/pr");
    private CommitSha base;
    private CommitSha head;
    private CommitSha merge;

    @Before
    public void pullRequest() {
        CommitSha root = github.newCommit("root");
        head = github.newCommit("head", root);
        base = github.newCommit("base", root);
        github.branch(Fixture.WIDGET, "main", base);
        merge = github.newCommit("Merge head into base", base, head);
        github.testMerge(1, merge);
    }

    private RepositorySettings settings(BuilderSettings... builders) {
        return Fixture.builtBy(List.of(builders));
    }

    private Optional<MergePrepared> find(Attempt.Kind kind, BuilderSettings... builders) throws GatewayException {
        AttemptMember pull = new AttemptMember(1, head, "alice");
        Attempt attempt = new Attempt(
                1,
                kind,
                Attempt.Phase.PREPARING,
                "main",
                "auto",
                List.of(pull),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "");
        RepositoryState state = Fixture.stateOf(attempt);
        PrepareMerge effect = Effects.prepare(
                1, List.of(pull), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        return new Exemption(github, Builder.NONE)
                .find(new Job.Run(new Job(effect, 0, time.now()), state, settings(builders), () -> {}), effect, base);
    }

    private void report(CommitSha sha, String context, BuilderState state) {
        github.result(
                Fixture.WIDGET,
                new Reported(ReportKind.STATUS, sha, context, state, Optional.of("https://ci.example/1"), ""));
    }

    @Test
    public void commitThatAllBuildersHavePassedIsNotTestedAgain() throws GatewayException {
        report(merge, "ci/pr", BuilderState.SUCCESS);

        MergePrepared found = find(Attempt.Kind.AUTO, status).orElseThrow();

        assertThat(found.merge()).isEqualTo(merge);
        assertThat(found.base()).isEqualTo(base);
        assertThat(found.tested()).extracting(Reported::context).containsExactly("ci/pr");
    }

    @Test
    public void wordOnTheHeadIsNotWordOnTheMergeCommit() throws GatewayException {
        report(head, "ci/pr", BuilderState.SUCCESS);

        assertThat(find(Attempt.Kind.AUTO, status)).isEmpty();
    }

    @Test
    public void mergeCommitOntoAnotherBaseIsNotTheOne() throws GatewayException {
        CommitSha older = github.newCommit("Merge head into root", github.newCommit("older"), head);
        github.testMerge(1, older);
        report(older, "ci/pr", BuilderState.SUCCESS);

        assertThat(find(Attempt.Kind.AUTO, status)).isEmpty();
    }

    @Test
    public void mergeCommitOfAnotherHeadIsNotTheOne() throws GatewayException {
        CommitSha newer = github.newCommit("Merge newer into base", base, github.newCommit("newer", head));
        github.testMerge(1, newer);
        report(newer, "ci/pr", BuilderState.SUCCESS);

        assertThat(find(Attempt.Kind.AUTO, status)).isEmpty();
    }

    @Test
    public void everyBuilderIsNeeded() throws GatewayException {
        report(merge, "ci/pr", BuilderState.SUCCESS);
        BuilderSettings other =
                new BuilderSettings("docs", BuilderSettings.Kind.STATUS, Optional.of("docs"), Optional.empty());

        assertThat(find(Attempt.Kind.AUTO, status, other.sparing("docs"))).isEmpty();
        report(merge, "docs", BuilderState.SUCCESS);
        assertThat(find(Attempt.Kind.AUTO, status, other.sparing("docs"))).isPresent();
        assertThat(find(Attempt.Kind.AUTO, status, other))
                .as("one whose word spares nothing")
                .isEmpty();
    }

    @Test
    public void failureSparesNothing() throws GatewayException {
        report(merge, "ci/pr", BuilderState.FAILURE);

        assertThat(find(Attempt.Kind.AUTO, status)).isEmpty();
    }

    @Test
    public void triesAreAlwaysTested() throws GatewayException {
        report(merge, "ci/pr", BuilderState.SUCCESS);

        assertThat(find(Attempt.Kind.TRY, status)).isEmpty();
    }
}
