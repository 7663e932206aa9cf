package io.jenkins.plugins.homu.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.effect.Effect.PrepareMerge;
import io.jenkins.plugins.homu.core.effect.MergePlan;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.event.Event.MergeFailed;
import io.jenkins.plugins.homu.core.event.Event.MergePrepared;
import io.jenkins.plugins.homu.core.event.Event.MergeTrouble;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.settings.MergeSettings.Committer;
import io.jenkins.plugins.homu.core.settings.MergeSettings.Method;
import io.jenkins.plugins.homu.port.Builder;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.GitGateway;
import io.jenkins.plugins.homu.port.GitHubGateway.Commit;
import io.jenkins.plugins.homu.port.GitHubGateway.PullCommit;
import io.jenkins.plugins.homu.port.GitHubGateway.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.Before;
import org.junit.Test;

/** Commits that are no merges by GitHub's API. */
public class CommitMakerTest {
    private static final Instant TIME = Instant.parse("2026-03-01T12:00:00Z");

    private final ScriptedGitHub github = new ScriptedGitHub();
    private final ManualTimers time = new ManualTimers();
    private GitGateway git = GitGateway.NONE;
    private CommitSha base;
    private CommitSha head;

    @Before
    public void branches() {
        CommitSha root = github.newCommit("root");
        head = github.newCommit("head", root);
        base = github.newCommit("base", root);
        github.branch(Fixture.WIDGET, "main", base);
        github.pullCommits(
                1,
                new PullCommit(head, new Signature("Bob", "bob@example.org", TIME), "One"),
                new PullCommit(head, new Signature("Carl", "carl@example.org", TIME), "Two"));
    }

    private PrepareMerge effect(
            Method method,
            boolean local,
            boolean autosquash,
            Instant at,
            Optional<CommitSha> previous,
            String ciBranch) {
        return new PrepareMerge(
                1,
                1,
                "main",
                Optional.empty(),
                List.of(new AttemptMember(1, head, "alice")),
                "scratch",
                ciBranch,
                Optional.empty(),
                Optional.empty(),
                previous,
                previous.isPresent(),
                "Fix (#1)\n\n\u0001",
                new MergePlan(
                        method,
                        autosquash,
                        local,
                        at,
                        new Committer("homu", "homu@example.org"),
                        List.of("Pull request: #1")));
    }

    private PrepareMerge effect(Method method) {
        return effect(method, false, false, TIME, Optional.empty(), "auto");
    }

    private Event run(PrepareMerge effect, int tries) throws GatewayException {
        Job job = new Job(effect, tries, time.now());
        MergeMaker maker =
                new MergeMaker(github, git, new Exemption(github, Builder.NONE), time, Duration.ofSeconds(60));
        Result result = maker.carryOut(
                new Job.Run(
                        job, RepositoryState.empty("widget"), Fixture.settings("widget", Fixture.WIDGET), job::begun),
                effect);
        return ((Result.Done) result).outcome().orElseThrow();
    }

    private Optional<CommitSha> auto() {
        return github.branch(Fixture.WIDGET, "auto");
    }

    // ---- squash ------------------------------------------------------------------------------------------------

    @Test
    public void squashTakesTheTreeOfTheMergeAndNamesTheOthers() throws Exception {
        MergePrepared prepared = (MergePrepared) run(effect(Method.SQUASH), 0);
        assertThat(auto()).contains(prepared.merge());
        assertThat(prepared.onScratch()).isFalse();
        Commit commit = github.get(prepared.merge());
        assertThat(commit.parents()).containsExactly(base);
        assertThat(commit.message()).isEqualTo("Fix (#1)\n\nCo-authored-by: Carl <carl@example.org>");
        CommitSha merge = github.branch(Fixture.WIDGET, "scratch").orElseThrow();
        assertThat(commit.tree()).isEqualTo(github.get(merge).tree());
        assertThat(github.calls("setBranch auto")).hasSize(1);
    }

    @Test
    public void conflictWhileSquashingIsAConflict() throws Exception {
        github.conflicts(head);
        assertThat(((MergeFailed) run(effect(Method.SQUASH), 0)).trouble()).isEqualTo(MergeTrouble.CONFLICT);
        assertThat(auto()).isEmpty();
    }

    @Test
    public void squashedCommitOfTheLastAttemptIsHadOnceMore() throws Exception {
        CommitSha first = ((MergePrepared) run(effect(Method.SQUASH), 0)).merge();
        String tree = github.get(first).tree();
        PrepareMerge again = effect(Method.SQUASH, false, false, TIME.plusSeconds(60), Optional.of(first), "auto");
        MergePrepared prepared = (MergePrepared) run(again, 0);
        // Each merge of this GitHub has a tree of its own: so it is another commit.
        assertThat(github.get(prepared.merge()).tree()).isNotEqualTo(tree);
        assertThat(prepared.merge()).isNotEqualTo(first);
    }

    // ---- fast forward ------------------------------------------------------------------------------------------

    @Test
    public void headOnTheTipIsTakenAsItIs() throws Exception {
        head = github.newCommit("on the tip", base);
        MergePrepared prepared = (MergePrepared) run(effect(Method.FAST_FORWARD), 0);
        assertThat(prepared.merge()).isEqualTo(head);
        assertThat(prepared.base()).isEqualTo(base);
        assertThat(auto()).contains(head);
        assertThat(github.calls("merge")).isEmpty();
    }

    @Test
    public void headBesideTheTipIsNotTouched() throws Exception {
        assertThat(((MergeFailed) run(effect(Method.FAST_FORWARD), 0)).trouble())
                .isEqualTo(MergeTrouble.NOT_ON_THE_TIP);
        assertThat(auto()).isEmpty();
    }

    @Test
    public void headThatTheBaseHasIsNothingToMerge() throws Exception {
        head = base;
        assertThat(((MergeFailed) run(effect(Method.FAST_FORWARD), 0)).trouble())
                .isEqualTo(MergeTrouble.NOTHING_TO_MERGE);
    }

    @Test
    public void headThatStoodOnTheCiBranchBeforeIsPushedThereAnew() throws Exception {
        head = github.newCommit("on the tip", base);
        run(effect(Method.FAST_FORWARD), 0);
        run(effect(Method.FAST_FORWARD), 0);
        assertThat(github.calls("setBranch auto")).hasSize(3);
        // But not when this very effect may have put it there.
        run(effect(Method.FAST_FORWARD), 1);
        assertThat(github.calls("setBranch auto")).hasSize(4);
        assertThat(auto()).contains(head);
    }

    // ---- the git program ---------------------------------------------------------------------------------------

    @Test
    public void withoutTheGitProgramItIsSaidWhatToConfigure() throws Exception {
        MergeFailed failed = (MergeFailed) run(effect(Method.LINEAR, true, true, TIME, Optional.empty(), "auto"), 0);
        assertThat(failed.trouble()).isEqualTo(MergeTrouble.REFUSED);
        assertThat(failed.detail()).contains("linear and autosquash").contains("local_git = true");
    }

    @Test
    public void gitIsToldTheRepositorysNewNameAndTheLastAttempt() throws Exception {
        RepositoryId renamed = new RepositoryId("acme", "gizmo");
        github.rename(Fixture.WIDGET, renamed);
        CommitSha made = github.newCommit("made", base);
        git = (repository, effect, onto, last) -> {
            assertThat(repository).isEqualTo(renamed);
            assertThat(onto).isEqualTo(base);
            assertThat(last).contains(head);
            return new GitGateway.Outcome.Made(made, "tree");
        };
        assertThat(run(effect(Method.LINEAR, true, false, TIME, Optional.of(head), "auto"), 0))
                .isEqualTo(new MergePrepared(1, base, made, "tree", false));
    }

    @Test
    public void whatGitSaysIsUnderstood() throws Exception {
        PrepareMerge effect = effect(Method.LINEAR, true, false, TIME, Optional.empty(), "auto");
        git = (repository, it, onto, last) -> new GitGateway.Outcome.Conflict(1, "CONFLICT (content): x");
        assertThat(run(effect, 0)).isEqualTo(new MergeFailed(1, MergeTrouble.CONFLICT, "CONFLICT (content): x"));
        git = (repository, it, onto, last) -> new GitGateway.Outcome.HeadMissing(1, "gone");
        assertThat(((MergeFailed) run(effect, 0)).trouble()).isEqualTo(MergeTrouble.HEAD_GONE);
        git = (repository, it, onto, last) -> new GitGateway.Outcome.NothingLeft(1);
        assertThat(((MergeFailed) run(effect, 0)).trouble()).isEqualTo(MergeTrouble.NOTHING_TO_MERGE);
    }

    @Test
    public void theBaseIsNoCiBranch() throws Exception {
        head = github.newCommit("on the tip", base);
        assertThat(((MergeFailed) run(effect(Method.FAST_FORWARD, false, false, TIME, Optional.empty(), "main"), 0))
                        .trouble())
                .isEqualTo(MergeTrouble.REFUSED);
        assertThat(github.branch(Fixture.WIDGET, "main")).contains(base);
    }
}
