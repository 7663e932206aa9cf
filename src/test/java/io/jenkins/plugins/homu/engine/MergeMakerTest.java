package io.jenkins.plugins.homu.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.homu.core.effect.Effect.PrepareMerge;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.event.Event.MergeFailed;
import io.jenkins.plugins.homu.core.event.Event.MergePrepared;
import io.jenkins.plugins.homu.core.event.Event.MergeTrouble;
import io.jenkins.plugins.homu.core.model.AbbreviatedSha;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.port.Builder;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.GitGateway;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.Before;
import org.junit.Test;

public class MergeMakerTest {
    private final ScriptedGitHub github = new ScriptedGitHub();
    private final ManualTimers time = new ManualTimers();
    private final MergeMaker maker =
            new MergeMaker(github, GitGateway.NONE, new Exemption(github, Builder.NONE), time, Duration.ofSeconds(60));
    private CommitSha base;
    private CommitSha head;
    private int begun;

    @Before
    public void branches() {
        base = github.newCommit("base");
        head = github.newCommit("head", base);
        github.branch(Fixture.WIDGET, "main", base);
        // The head already contains the base: GitHub's merge makes a commit all the same.
        base = github.newCommit("base 2", base);
        github.branch(Fixture.WIDGET, "main", base);
    }

    private Job job(PrepareMerge effect, int tries) {
        return new Job(effect, tries, time.now());
    }

    private Result run(Job job) throws GatewayException {
        return maker.carryOut(
                new Job.Run(job, RepositoryState.empty("widget"), Fixture.settings("widget", Fixture.WIDGET), () -> {
                    begun++;
                    job.begun();
                }),
                (PrepareMerge) job.effect());
    }

    private static Event outcome(Result result) {
        return ((Result.Done) result).outcome().orElseThrow();
    }

    private CommitSha auto() {
        return github.branch(Fixture.WIDGET, "auto").orElseThrow();
    }

    private PrepareMerge with(
            Optional<AbbreviatedSha> parent,
            Optional<CommitSha> movedTip,
            Optional<CommitSha> scratchTip,
            Optional<CommitSha> previous) {
        return Effects.prepare(1, Effects.prepare(1, head).pulls(), parent, movedTip, scratchTip, previous);
    }

    @Test
    public void theCiBranchIsMovedOnceToAMergeOfBaseAndHead() throws Exception {
        MergePrepared prepared = (MergePrepared) outcome(run(job(Effects.prepare(1, head), 0)));
        assertThat(prepared.base()).isEqualTo(base);
        assertThat(auto()).isEqualTo(prepared.merge());
        var commit = github.commit(Fixture.WIDGET, prepared.merge()).orElseThrow();
        assertThat(commit.parents()).containsExactly(base, head);
        assertThat(commit.message()).isEqualTo(Effects.MESSAGE);
        assertThat(commit.tree()).isEqualTo(prepared.tree());
        assertThat(github.calls("setBranch auto")).hasSize(1);
        assertThat(begun).isEqualTo(1);
    }

    /** Somebody has called the bot's branch as that which is merged into; it would be moved by force. */
    @Test
    public void theBaseIsNeverTheBotsBranch() throws Exception {
        for (List<String> names : List.of(List.of("main", "scratch"), List.of("auto", "main"))) {
            PrepareMerge effect = Effects.prepare(1, head);
            MergeFailed failed = (MergeFailed) outcome(run(job(
                    new PrepareMerge(
                            effect.id(),
                            effect.attempt(),
                            "main",
                            effect.parent(),
                            effect.pulls(),
                            names.get(1),
                            names.get(0),
                            effect.movedTip(),
                            effect.scratchTip(),
                            effect.previousMerge(),
                            effect.reuse(),
                            effect.message(),
                            effect.plan()),
                    0)));
            assertThat(failed.trouble()).isEqualTo(MergeTrouble.REFUSED);
            assertThat(failed.detail())
                    .isEqualTo("main is the bot's own branch and can't be the base of a pull request");
        }
        assertThat(github.calls("setBranch")).isEmpty();
        assertThat(github.branch(Fixture.WIDGET, "main")).contains(base);
    }

    @Test
    public void aScratchBranchThatStandsAtTheBaseIsNotReset() throws Exception {
        github.branch(Fixture.WIDGET, "scratch", base);
        run(job(with(Optional.empty(), Optional.empty(), Optional.of(base), Optional.empty()), 0));
        assertThat(github.calls("setBranch scratch")).isEmpty();
        assertThat(github.calls()).hasSize(3);
    }

    @Test
    public void aScratchBranchThatStandsElsewhereAfterAllIsReset() throws Exception {
        github.branch(Fixture.WIDGET, "scratch", github.newCommit("somewhere"));
        MergePrepared prepared = (MergePrepared)
                outcome(run(job(with(Optional.empty(), Optional.empty(), Optional.of(base), Optional.empty()), 0)));
        assertThat(github.commit(Fixture.WIDGET, prepared.merge()).orElseThrow().parents())
                .containsExactly(base, head);
        assertThat(github.calls("setBranch auto")).hasSize(1);
    }

    @Test
    public void aMissingScratchBranchIsMade() throws Exception {
        Result result = run(job(with(Optional.empty(), Optional.empty(), Optional.of(base), Optional.empty()), 0));
        assertThat(outcome(result)).isInstanceOf(MergePrepared.class);
    }

    @Test
    public void aParentTakesThePlaceOfTheTip() throws Exception {
        CommitSha parent = github.newCommit("parent");
        MergePrepared prepared = (MergePrepared) outcome(run(job(onto(parent.value()), 0)));
        assertThat(prepared.base()).isEqualTo(parent);
        assertThat(github.calls("tip")).isEmpty();
    }

    @Test
    public void aParentMayBeAbbreviated() throws Exception {
        CommitSha parent = new CommitSha("feed".repeat(10));
        github.commit(parent);
        MergePrepared prepared = (MergePrepared) outcome(run(job(onto("feedfee"), 0)));
        assertThat(prepared.base()).isEqualTo(parent);
    }

    @Test
    public void aMergeOntoAnAbbreviatedParentIsFoundAgain() throws Exception {
        github.commit(new CommitSha("feed".repeat(10)));
        Event first = outcome(run(job(onto("feedfee"), 0)));
        CommitSha merge = auto();

        assertThat(outcome(run(job(onto("feedfee"), 1)))).isEqualTo(first);
        assertThat(auto()).isEqualTo(merge);
    }

    @Test
    public void aParentThatIsNotOneCommitIsRefusedBeforeAnythingIsWritten() throws Exception {
        github.commit(new CommitSha("feed".repeat(9) + "0000"));
        github.commit(new CommitSha("feed".repeat(9) + "1111"));
        for (String digits : List.of("feedfeed", "0123456", Fixture.ANY.value())) {
            assertThat(outcome(run(job(onto(digits), 0))))
                    .isEqualTo(new MergeFailed(1, MergeTrouble.PARENT_UNKNOWN, digits));
        }
        assertThat(begun).isZero();
    }

    private PrepareMerge onto(String parent) {
        return with(Optional.of(new AbbreviatedSha(parent)), Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Test
    public void severalHeadsAreMergedInOrder() throws Exception {
        CommitSha second = github.newCommit("second");
        MergePrepared prepared = (MergePrepared) outcome(run(job(Effects.prepare(1, head, second), 0)));
        var last = github.commit(Fixture.WIDGET, prepared.merge()).orElseThrow();
        assertThat(last.parents().get(1)).isEqualTo(second);
        assertThat(github.commit(Fixture.WIDGET, last.parents().get(0))
                        .orElseThrow()
                        .parents())
                .containsExactly(base, head);
        assertThat(github.calls("setBranch auto")).hasSize(1);
    }

    @Test
    public void whatCannotBeMergedIsToldWithItsReason() throws Exception {
        assertThat(outcome(run(job(Effects.prepare(1, base), 0))))
                .isEqualTo(new MergeFailed(1, MergeTrouble.NOTHING_TO_MERGE, "the base has all of it already"));
        assertThat(outcome(run(job(Effects.prepare(1, Fixture.ANY), 0))))
                .isEqualTo(new MergeFailed(1, MergeTrouble.HEAD_GONE, "Head does not exist"));
        CommitSha second = github.newCommit("second");
        github.conflicts(second);
        assertThat(outcome(run(job(Effects.prepare(1, second), 0))))
                .isEqualTo(new MergeFailed(1, MergeTrouble.CONFLICT, "Merge conflict"));
        assertThat(outcome(run(job(Effects.prepare(1, head, second), 0))))
                .isEqualTo(new MergeFailed(1, MergeTrouble.CONFLICT, "#2: Merge conflict"));
        github.branch(Fixture.WIDGET, "main", null);
        assertThat(((MergeFailed) outcome(run(job(Effects.prepare(1, head), 0)))).trouble())
                .isEqualTo(MergeTrouble.BASE_GONE);
        assertThat(github.branch(Fixture.WIDGET, "auto")).isEmpty();
    }

    @Test
    public void aBaseThatGitHubStillShowsWhereItWasIsWaitedFor() throws Exception {
        CommitSha moved = github.newCommit("merged", base);
        github.branch(Fixture.WIDGET, "main", moved);
        github.showStale(Fixture.WIDGET, "main", base, 2);
        Job job = job(with(Optional.empty(), Optional.of(moved), Optional.empty(), Optional.empty()), 0);
        assertThat(((Result.Later) run(job)).pause()).isEqualTo(Duration.ofSeconds(1));
        time.advance(Duration.ofSeconds(1));
        assertThat(((Result.Later) run(job)).pause()).isEqualTo(Duration.ofSeconds(2));
        time.advance(Duration.ofSeconds(2));
        assertThat(((MergePrepared) outcome(run(job))).base()).isEqualTo(moved);
        assertThat(github.calls("setBranch auto")).hasSize(1);
        assertThat(begun).isEqualTo(1);
    }

    @Test
    public void aBaseThatAPersonMovedFurtherIsNotStale() throws Exception {
        CommitSha moved = github.newCommit("merged", base);
        CommitSha further = github.newCommit("pushed by hand", moved);
        github.branch(Fixture.WIDGET, "main", further);
        MergePrepared prepared = (MergePrepared)
                outcome(run(job(with(Optional.empty(), Optional.of(moved), Optional.empty(), Optional.empty()), 0)));
        assertThat(prepared.base()).isEqualTo(further);
    }

    @Test
    public void afterAMinuteGitHubIsBelieved() throws Exception {
        CommitSha moved = github.newCommit("merged", base);
        Job job = job(with(Optional.empty(), Optional.of(moved), Optional.empty(), Optional.empty()), 0);
        Duration waited = Duration.ZERO;
        Result result = run(job);
        while (result instanceof Result.Later later) {
            assertThat(later.pause()).isPositive();
            waited = waited.plus(later.pause());
            time.advance(later.pause());
            result = run(job);
        }
        assertThat(waited).isEqualTo(Duration.ofSeconds(60));
        assertThat(((MergePrepared) outcome(result)).base()).isEqualTo(base);
    }

    @Test
    public void aSecondTryTakesWhatTheFirstLeftOnTheCiBranch() throws Exception {
        Job job = job(Effects.prepare(1, head), 0);
        github.failAfter("setBranch", ScriptedGitHub.lost());
        assertThatThrownBy(() -> run(job)).isInstanceOf(GatewayException.class);
        github.failAfter("setBranch", ScriptedGitHub.lost());
        // The scratch branch was set and its answer lost; now the same with the CI branch.
        github.fault("setBranch", new ScriptedGitHub.Fault() {});
        assertThatThrownBy(() -> run(job)).isInstanceOf(GatewayException.class);
        Result result = run(job);
        while (!(result instanceof Result.Done)) {
            result = run(job);
        }
        MergePrepared prepared = (MergePrepared) outcome(result);
        assertThat(auto()).isEqualTo(prepared.merge());
        int moves = github.calls("setBranch auto").size();
        // The base has moved on since: what the builders may be testing counts.
        github.branch(Fixture.WIDGET, "main", github.newCommit("by hand", base));
        assertThat(outcome(run(job(Effects.prepare(1, head), 1)))).isEqualTo(prepared);
        assertThat(github.calls("setBranch auto")).hasSize(moves);
    }

    @Test
    public void aSecondTryRecognisesSeveralHeads() throws Exception {
        CommitSha second = github.newCommit("second");
        Event first = outcome(run(job(Effects.prepare(1, head, second), 0)));
        assertThat(outcome(run(job(Effects.prepare(1, head, second), 1)))).isEqualTo(first);
        assertThat(github.calls("setBranch auto")).hasSize(1);
        assertThat(outcome(run(job(Effects.prepare(1, second, head), 1)))).isNotEqualTo(first);
    }

    @Test
    public void theCommitOfAnEarlierAttemptIsNotTakenForThisOnes() throws Exception {
        MergePrepared first = (MergePrepared) outcome(run(job(Effects.prepare(1, head), 0)));
        PrepareMerge again = with(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(first.merge()));
        MergePrepared second = (MergePrepared) outcome(run(job(again, 1)));
        assertThat(second.merge()).isNotEqualTo(first.merge());
        assertThat(auto()).isEqualTo(second.merge());
    }

    @Test
    public void whatIsOnTheCiBranchCountsOnlyIfItsBaseIsNotStale() throws Exception {
        run(job(Effects.prepare(1, head), 0));
        CommitSha moved = github.newCommit("merged", base);
        github.branch(Fixture.WIDGET, "main", moved);
        MergePrepared prepared = (MergePrepared)
                outcome(run(job(with(Optional.empty(), Optional.of(moved), Optional.empty(), Optional.empty()), 1)));
        assertThat(prepared.base()).isEqualTo(moved);
    }

    @Test
    public void messagesThatGitTidiedAreStillOurs() throws Exception {
        CommitSha merge = github.newCommit(Effects.MESSAGE.replace("\n", "\r\n") + " \n\n", base, head);
        github.branch(Fixture.WIDGET, "auto", merge);
        assertThat(((MergePrepared) outcome(run(job(Effects.prepare(1, head), 1)))).merge())
                .isEqualTo(merge);
        assertThat(github.calls("merge")).isEmpty();
    }

    @Test
    public void somebodyElsesCommitOnTheCiBranchIsReplaced() throws Exception {
        github.branch(Fixture.WIDGET, "auto", github.newCommit("something else", base, head));
        run(job(Effects.prepare(1, head), 1));
        assertThat(github.commit(Fixture.WIDGET, auto()).orElseThrow().message())
                .isEqualTo(Effects.MESSAGE);
    }

    @Test
    public void nothingIsAnnouncedAsBegunBeforeThereIsSomethingToWrite() throws Exception {
        github.failBefore("tip", ScriptedGitHub.lost());
        assertThatThrownBy(() -> run(job(Effects.prepare(1, head), 0))).isInstanceOf(GatewayException.class);
        assertThat(begun).isZero();
        assertThat(github.calls("commit")).isEmpty();
        assertThat(List.of(github.calls("setBranch"), github.calls("merge"))).containsOnly(List.of());
    }

    private PrepareMerge again(CommitSha previous) {
        PrepareMerge first = Effects.prepare(
                2,
                List.of(new AttemptMember(1, head, "alice")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(previous));
        return new PrepareMerge(
                first.id(),
                2,
                first.baseRef(),
                first.parent(),
                first.pulls(),
                first.scratchBranch(),
                first.ciBranch(),
                first.movedTip(),
                first.scratchTip(),
                first.previousMerge(),
                true,
                first.message());
    }

    private MergePrepared firstMerge() throws GatewayException {
        return (MergePrepared) outcome(run(job(
                Effects.prepare(
                        1,
                        List.of(new AttemptMember(1, head, "alice")),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                0)));
    }

    @Test
    public void mergeCommitOfTheLastAttemptIsHadOnceMoreWhileNothingChanged() throws GatewayException {
        MergePrepared first = firstMerge();
        int writes = begun;

        MergePrepared second = (MergePrepared) outcome(run(job(again(first.merge()), 0)));

        assertThat(second.merge()).isEqualTo(first.merge());
        assertThat(second.base()).isEqualTo(base);
        assertThat(begun).as("nothing was written").isEqualTo(writes);
    }

    @Test
    public void mergeCommitIsMadeAnewOnceTheBaseHasMoved() throws GatewayException {
        MergePrepared first = firstMerge();
        CommitSha moved = github.newCommit("base 3", base);
        github.branch(Fixture.WIDGET, "main", moved);

        MergePrepared second = (MergePrepared) outcome(run(job(again(first.merge()), 0)));

        assertThat(second.merge()).isNotEqualTo(first.merge());
        assertThat(second.base()).isEqualTo(moved);
        assertThat(auto()).isEqualTo(second.merge());
    }

    @Test
    public void mergeCommitIsMadeAnewWhenTheBuildersSeeAnother() throws GatewayException {
        MergePrepared first = firstMerge();
        github.branch(Fixture.WIDGET, "auto", github.newCommit("another attempt", base));

        assertThat(outcome(run(job(again(first.merge()), 0)))).isInstanceOf(MergePrepared.class);
        assertThat(begun).as("writes").isGreaterThan(1);
    }
}
