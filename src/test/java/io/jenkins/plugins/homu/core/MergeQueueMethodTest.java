package io.jenkins.plugins.homu.core;

import static io.jenkins.plugins.homu.core.Scenario.head;
import static io.jenkins.plugins.homu.core.Scenario.mergeOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.effect.Effect.ClosePull;
import io.jenkins.plugins.homu.core.effect.Effect.PrepareMerge;
import io.jenkins.plugins.homu.core.effect.MergePlan;
import io.jenkins.plugins.homu.core.event.Event.MergePrepared;
import io.jenkins.plugins.homu.core.event.Event.MergeTrouble;
import io.jenkins.plugins.homu.core.model.Attempt.Phase;
import io.jenkins.plugins.homu.core.model.HistoryEntry;
import io.jenkins.plugins.homu.core.settings.MergeSettings;
import io.jenkins.plugins.homu.core.settings.MergeSettings.Committer;
import io.jenkins.plugins.homu.core.settings.MergeSettings.Method;
import java.util.Optional;
import org.junit.Test;

/** Ways to merge that are not a merge commit: what is asked for, and how a pull request ends that GitHub can't see merged. */
public class MergeQueueMethodTest {
    private final Scenario scenario = new Scenario();

    private Scenario by(Method method, boolean autosquash) {
        return scenario.with(new TestSettings()
                .merges(new MergeSettings(
                        method, autosquash, true, Optional.empty(), Optional.empty(), Optional.empty()))
                .build());
    }

    // ---- what is asked for -------------------------------------------------------------------------------------

    @Test
    public void usualMergeIsPlain() {
        scenario.open(2).comment("alice", 2, "@homu r+");
        assertThat(scenario.effect(PrepareMerge.class).plan()).isEqualTo(MergePlan.PLAIN);
    }

    @Test
    public void linearIsAskedForWithTheLinesOfTheOriginalAndATimeThatStays() {
        by(Method.LINEAR, true).open(2).comment("alice", 2, "@homu r=bob");
        MergePlan plan = scenario.effect(PrepareMerge.class).plan();
        assertThat(plan.method()).isEqualTo(Method.LINEAR);
        assertThat(plan.autosquash()).isTrue();
        assertThat(plan.local()).isTrue();
        assertThat(plan.trailers()).containsExactly("Pull request: #2\nApproved by: bob");
        assertThat(plan.committer()).isEqualTo(new Committer("homu", "homu@users.noreply.github.com"));
        assertThat(plan.at()).isEqualTo(scenario.attempt(2).createdAt());
    }

    @Test
    public void whatTheCommitterLacksIsTheBots() {
        scenario.with(new TestSettings()
                .merges(new MergeSettings(
                        Method.LINEAR,
                        false,
                        true,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new Committer("", "bors@example.org"))))
                .build());
        scenario.open(2).comment("alice", 2, "@homu r+");
        assertThat(scenario.effect(PrepareMerge.class).plan().committer())
                .isEqualTo(new Committer("homu", "bors@example.org"));
    }

    @Test
    public void tryIsMadeInTheSameWay() {
        by(Method.LINEAR, false).open(2).comment("carol", 2, "@homu try");
        MergePlan plan = scenario.effect(PrepareMerge.class).plan();
        assertThat(plan.method()).isEqualTo(Method.LINEAR);
        assertThat(plan.trailers()).containsExactly("Pull request: #2\nApproved by: <try>");
    }

    // ---- squash ------------------------------------------------------------------------------------------------

    @Test
    public void squashMergesThisOneAsASingleCommit() {
        scenario.open(2).open(3).comment("alice", 2, "@homu squash r+");
        PrepareMerge effect = scenario.effect(PrepareMerge.class);
        assertThat(effect.plan().method()).isEqualTo(Method.SQUASH);
        assertThat(effect.plan().local()).isFalse();
        assertThat(effect.message())
                .startsWith("Mend the flange (#2)\n\nIt was bent.")
                .endsWith("Reviewed-by: alice");
        assertThat(scenario.pull(3).squash()).isFalse();
    }

    @Test
    public void squashDuringATestStartsOver() {
        scenario.testing(2).listen().comment("alice", 2, "@homu squash");
        assertThat(scenario.effect(PrepareMerge.class).plan().method()).isEqualTo(Method.SQUASH);
        scenario.prepared(2).listen().comment("alice", 2, "@homu squash");
        assertThat(scenario.effects(PrepareMerge.class)).isEmpty();
        scenario.comment("alice", 2, "@homu squash-");
        assertThat(scenario.effect(PrepareMerge.class).plan()).isEqualTo(MergePlan.PLAIN);
    }

    @Test
    public void squashIsForReviewers() {
        scenario.open(2).comment("dave", 2, "@homu squash").comment("carol", 2, "@homu squash");
        assertThat(scenario.pull(2).squash()).isFalse();
        assertThat(scenario.said(2)).hasSize(2).allMatch(text -> text.contains(":key:"));
    }

    @Test
    public void squashIsDeclinedWhereThereIsNoChoice() {
        by(Method.FAST_FORWARD, false).open(2).comment("alice", 2, "@homu squash");
        by(Method.SQUASH, false).comment("alice", 2, "@homu squash-");
        assertThat(scenario.said(2)).hasSize(2).allMatch(text -> text.startsWith(":disappointed:"));
        assertThat(scenario.pull(2).squash()).isFalse();
    }

    @Test
    public void scratchBranchIsNotBelievedToStandAtWhatWasMadeElsewhere() {
        scenario.open(2).comment("alice", 2, "@homu squash r+");
        scenario.send(new MergePrepared(scenario.attempt(2).id(), scenario.base("main"), mergeOf(1), "tree", false));
        assertThat(scenario.state().scratchTips()).isEmpty();
    }

    // ---- closing -----------------------------------------------------------------------------------------------

    @Test
    public void whatGitHubCanNotSeeMergedIsSaidAndThenClosed() {
        by(Method.LINEAR, false).merging(2).listen().moved(2);
        assertThat(scenario.said(2))
                .hasSize(1)
                .allMatch(text -> text.startsWith(":sunny: Test successful")
                        && text.contains(scenario.base("other") + ".." + mergeOf(1)));
        ClosePull close = scenario.effect(ClosePull.class);
        assertThat(close).isEqualTo(new ClosePull(close.id(), 2, head(2, 1), mergeOf(1)));
        assertThat(scenario.effects().indexOf(close))
                .isGreaterThan(scenario.effects()
                        .indexOf(scenario.effects(Effect.PostComment.class).get(0)));
        assertThat(scenario.why(2)).isEqualTo("It is merged; GitHub has not closed it yet");
        scenario.close(2);
        assertThat(scenario.state().pulls()).isEmpty();
        assertThat(scenario.history())
                .extracting(HistoryEntry::text)
                .contains("Closed as merged")
                .doesNotContain("Closed");
    }

    @Test
    public void mergeCommitIsSeenByGitHubItself() {
        scenario.merging(2).moved(2);
        assertThat(scenario.effects(ClosePull.class)).isEmpty();
        new Scenario()
                .with(new TestSettings()
                        .merges(new MergeSettings(Method.FAST_FORWARD, false))
                        .build())
                .merging(2)
                .moved(2)
                .effects(ClosePull.class)
                .forEach(effect -> {
                    throw new AssertionError("GitHub sees a fast forward");
                });
    }

    @Test
    public void headThatWasPushedAtTheLastMomentStaysOpen() {
        by(Method.LINEAR, false).merging(2).push(2, 2).listen().moved(2);
        assertThat(scenario.effects(ClosePull.class)).isEmpty();
        assertThat(scenario.state().pulls()).containsKey(2);
    }

    @Test
    public void closingIsNotWantedAfterAPush() {
        by(Method.LINEAR, false).merging(2).moved(2);
        ClosePull close = scenario.effect(ClosePull.class);
        assertThat(MergeQueue.isWanted(scenario.state(), close)).isTrue();
        scenario.push(2, 2);
        assertThat(MergeQueue.isWanted(scenario.state(), close)).isFalse();
    }

    @Test
    public void closingThatWasLostIsMadeUpForByTheNextComparison() {
        by(Method.LINEAR, false).merging(2).moved(2).listen().synchronise();
        assertThat(scenario.effect(ClosePull.class).number()).isEqualTo(2);
        scenario.close(2).listen().synchronise();
        assertThat(scenario.effects(ClosePull.class)).isEmpty();
    }

    @Test
    public void oneThatIsClosedAndReopenedIsNotTakenForMerged() {
        by(Method.LINEAR, false).merging(2).moved(2).close(2);
        scenario.silently(2, snap -> snap.reopened())
                .tell(io.jenkins.plugins.homu.core.event.Event.PullAction.REOPENED, 2);
        assertThat(scenario.pull(2).isApproved()).isFalse();
        scenario.comment("alice", 2, "@homu r+").mergeFailed(2, MergeTrouble.NOTHING_TO_MERGE, "");
        assertThat(scenario.phase(2)).isEqualTo(Phase.ERROR);
        scenario.listen().synchronise();
        assertThat(scenario.effects(ClosePull.class)).isEmpty();
    }

    @Test
    public void headThatIsNotOnTheTipIsToldHowToRebase() {
        by(Method.FAST_FORWARD, false).open(2).comment("alice", 2, "@homu r+").listen();
        scenario.mergeFailed(2, MergeTrouble.NOT_ON_THE_TIP, "");
        assertThat(scenario.said(2)).hasSize(1).allMatch(text -> text.contains("git rebase origin/main"));
    }
}
