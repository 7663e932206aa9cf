package io.jenkins.plugins.homu.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.effect.Effect.ReadPermission;
import io.jenkins.plugins.homu.core.event.Event.CommentAdded;
import io.jenkins.plugins.homu.core.event.Event.MoveTrouble;
import io.jenkins.plugins.homu.core.event.Event.PermissionRead;
import io.jenkins.plugins.homu.core.event.Event.SyncRequested;
import io.jenkins.plugins.homu.core.model.Attempt.Phase;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.settings.AccessSettings;
import io.jenkins.plugins.homu.core.settings.AccessSettings.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;

/** Rights by what people are on GitHub: alice and bob are named reviewers, gina may write, tim may triage, sam may read. */
public class MergeQueueRightsTest {
    private final Scenario scenario =
            new Scenario().with(new TestSettings().collaborators().build()).open(1);

    private Scenario answer(String login, Level level) {
        return scenario.send(new PermissionRead(login, Optional.of(level), Set.of(), Optional.empty(), scenario.now()));
    }

    private Scenario noAnswer(String login) {
        return scenario.send(
                new PermissionRead(login, Optional.empty(), Set.of(), Optional.of("GitHub is down"), scenario.now()));
    }

    private int questions() {
        return scenario.effects(ReadPermission.class).size();
    }

    /** Approved by gina, and all builders have passed. */
    private void tested() {
        scenario.comment("gina", 1, "@homu r+");
        answer("gina", Level.WRITE).prepared(1).after(Duration.ofMinutes(5));
        scenario.listen().result(1, BuilderState.SUCCESS);
    }

    // ---- commands ----------------------------------------------------------------------------------------------

    @Test
    public void aCollaboratorsCommandWaitsForGitHubsWord() {
        scenario.comment("gina", 1, "@homu r+");
        assertThat(scenario.effect(ReadPermission.class).login()).isEqualTo("gina");
        assertThat(scenario.pull(1).isApproved()).isFalse();

        answer("gina", Level.WRITE);
        assertThat(scenario.pull(1).approval().orElseThrow().givenBy()).isEqualTo("gina");
        assertThat(scenario.pull(1).approval().orElseThrow().byDelegate()).isFalse();
        assertThat(scenario.isActive(1)).isTrue();
        assertThat(scenario.state().waitingComments()).isEmpty();
    }

    @Test
    public void loginsAreEqualInAnyCase() {
        scenario.comment("Gina", 1, "@homu r+");
        answer("gina", Level.ADMIN);
        assertThat(scenario.isActive(1)).isTrue();
    }

    @Test
    public void whoIsNamedInTheSettingsCostsNoRequest() {
        scenario.comment("alice", 1, "@homu r+")
                .comment("carol", 1, "@homu try")
                .comment("dave", 1, "@homu r-");
        assertThat(questions()).isZero();
    }

    @Test
    public void whatEverybodyMayDoCostsNoRequest() {
        scenario.comment("sam", 1, "@homu ping")
                .comment("sam", 1, "I like @homu")
                .comment("sam", 1, "No command");
        assertThat(questions()).isZero();
    }

    @Test
    public void aStrangerCostsOneRequestAndIsRefused() {
        scenario.comment("sam", 1, "@homu r+");
        answer("sam", Level.READ).comment("sam", 1, "@homu r+").comment("sam", 1, "@homu try");
        assertThat(questions()).isEqualTo(1);
        assertThat(scenario.pull(1).isApproved()).isFalse();
        assertThat(scenario.said(1).get(0)).contains("Insufficient privileges", "Collaborator required", "write");
        assertThat(scenario.said(1).get(2)).contains("Not in try users", "triage");
    }

    @Test
    public void whoWaitsForAnAnswerIsAskedForOnce() {
        scenario.open(2)
                .comment("sam", 1, "@homu r+")
                .comment("sam", 2, "@homu r+")
                .comment("sam", 1, "@homu try");
        assertThat(questions()).isEqualTo(1);
    }

    @Test
    public void aTriagerMayTryButNotApprove() {
        scenario.comment("tim", 1, "@homu try");
        answer("tim", Level.TRIAGE).listen().comment("tim", 1, "@homu r+");
        assertThat(scenario.tryOf(1).isActive()).isTrue();
        assertThat(scenario.said(1).get(0)).contains("Collaborator required");
    }

    @Test
    public void membersOfTeamsHaveTheirRights() {
        scenario.with(new TestSettings()
                .access(new AccessSettings(
                        Optional.empty(), Optional.empty(), Set.of("acme/core"), Set.of("acme/helpers")))
                .build());
        scenario.comment("gina", 1, "@homu r+")
                .send(new PermissionRead(
                        "gina", Optional.empty(), Set.of("acme/core"), Optional.empty(), scenario.now()));
        assertThat(scenario.isActive(1)).isTrue();
        scenario.open(2)
                .listen()
                .comment("tim", 2, "@homu r+")
                .send(new PermissionRead(
                        "tim", Optional.empty(), Set.of("acme/helpers"), Optional.empty(), scenario.now()));
        assertThat(scenario.said(2).get(0)).contains("Not in reviewers");
        scenario.comment("tim", 2, "@homu try");
        assertThat(scenario.tryOf(2).isActive()).isTrue();
    }

    @Test
    public void theWordOfGitHubGrowsOld() {
        scenario.comment("gina", 1, "@homu p=1");
        answer("gina", Level.WRITE).after(Duration.ofMinutes(9)).comment("gina", 1, "@homu p=2");
        assertThat(scenario.pull(1).priority()).isEqualTo(2);
        scenario.after(Duration.ofMinutes(2)).comment("gina", 1, "@homu p=3");
        assertThat(scenario.pull(1).priority()).isEqualTo(2);
        assertThat(questions()).isEqualTo(2);
        answer("gina", Level.READ);
        assertThat(scenario.pull(1).priority()).isEqualTo(2);
    }

    @Test
    public void withoutAnAnswerTheCommandIsRefusedAndSaysWhy() {
        scenario.comment("gina", 1, "@homu r+");
        noAnswer("gina");
        assertThat(scenario.said(1).get(0)).contains("Insufficient privileges", "GitHub is down");
        assertThat(scenario.pull(1).isApproved()).isFalse();
        assertThat(scenario.state().waitingComments()).isEmpty();

        scenario.after(Duration.ofMinutes(2)).comment("gina", 1, "@homu r+");
        answer("gina", Level.WRITE);
        assertThat(scenario.isActive(1)).isTrue();
    }

    @Test
    public void commentsOfOnePullRequestKeepTheirOrder() {
        scenario.comment("gina", 1, "@homu p=1").comment("alice", 1, "@homu p=2");
        assertThat(scenario.pull(1).priority()).isZero();
        answer("gina", Level.WRITE);
        assertThat(scenario.pull(1).priority()).isEqualTo(2);
    }

    @Test
    public void otherPullRequestsDoNotWait() {
        scenario.open(2).comment("gina", 1, "@homu p=1").comment("alice", 2, "@homu p=2");
        assertThat(scenario.pull(2).priority()).isEqualTo(2);
    }

    @Test
    public void anApprovalThatWaitedIsNotOfAHeadThatCameMeanwhile() {
        CommentAdded comment = scenario.commentOf("gina", 1, "@homu r+");
        scenario.send(comment).push(1, 2);
        answer("gina", Level.WRITE);
        assertThat(scenario.pull(1).isApproved()).isFalse();
        assertThat(String.join("\n", scenario.said(1))).contains("approve it again");
    }

    @Test
    public void waitingCommentsOutliveAComparison() {
        scenario.comment("gina", 1, "@homu p=1").after(Duration.ofMinutes(5)).synchronise();
        answer("gina", Level.WRITE);
        assertThat(scenario.pull(1).priority()).isEqualTo(1);
    }

    @Test
    public void aLostQuestionIsAskedAgainByTheComparison() {
        scenario.comment("gina", 1, "@homu p=1")
                .listen()
                .after(Duration.ofMinutes(90))
                .send(new SyncRequested("timer"));
        assertThat(questions()).isEqualTo(1);
    }

    @Test
    public void aDelegateNeedsNoWordOfGitHubs() {
        scenario.comment("alice", 1, "@homu delegate=erin").comment("erin", 1, "@homu r+");
        assertThat(questions()).isZero();
        assertThat(scenario.pull(1).approval().orElseThrow().byDelegate()).isTrue();
        scenario.prepared(1).result(1, BuilderState.SUCCESS);
        assertThat(scenario.phase(1)).isEqualTo(Phase.MERGING);
        assertThat(questions()).isZero();
    }

    // ---- the merge ---------------------------------------------------------------------------------------------

    @Test
    public void theRightIsAskedForAgainBeforeTheBaseIsMoved() {
        tested();
        assertThat(scenario.effect(ReadPermission.class).login()).isEqualTo("gina");
        assertThat(scenario.phase(1)).isEqualTo(Phase.TESTING);
        assertThat(scenario.effects(Effect.MoveBase.class)).isEmpty();
        assertThat(scenario.why(1)).contains("All builders passed", "GitHub", "gina");

        answer("gina", Level.WRITE);
        assertThat(scenario.effect(Effect.MoveBase.class).validUntil()).isPresent();
        assertThat(scenario.phase(1)).isEqualTo(Phase.MERGING);
    }

    @Test
    public void aRightThatWasTakenAwayStopsTheMerge() {
        tested();
        answer("gina", Level.READ);
        assertThat(scenario.phase(1)).isEqualTo(Phase.CANCELLED);
        assertThat(scenario.effects(Effect.MoveBase.class)).isEmpty();
        assertThat(scenario.said(1).get(0)).contains("not a reviewer any more");
        assertThat(scenario.why(1)).contains("gina", "not a reviewer any more");
    }

    @Test
    public void whileGitHubCantBeAskedTheMergeWaitsAndIsAskedForAgain() {
        tested();
        noAnswer("gina");
        assertThat(scenario.said(1)).hasSize(1);
        assertThat(scenario.said(1).get(0)).contains("All builders passed", "GitHub is down");
        for (int i = 0; i < 700; i++) {
            scenario.listen()
                    .after(Duration.between(
                            scenario.now(),
                            MergeQueue.nextWake(scenario.state(), scenario.settings())
                                    .orElseThrow()))
                    .tick();
            assertThat(questions()).isEqualTo(1);
            noAnswer("gina");
            assertThat(scenario.said(1)).isEmpty();
        }
        assertThat(scenario.phase(1)).isEqualTo(Phase.TESTING);
        scenario.after(Duration.ofMinutes(1)).tick();
        answer("gina", Level.WRITE);
        assertThat(scenario.phase(1)).isEqualTo(Phase.MERGING);
    }

    @Test
    public void othersDoNotWaitForEverForGitHubsWord() {
        tested();
        noAnswer("gina");
        scenario.open(2)
                .comment("alice", 2, "@homu r+")
                .after(Duration.ofMinutes(50))
                .tick();
        noAnswer("gina");
        assertThat(scenario.phase(1)).isEqualTo(Phase.TESTING);

        scenario.listen().after(Duration.ofMinutes(11)).tick();
        noAnswer("gina");

        assertThat(scenario.phase(1)).isEqualTo(Phase.CANCELLED);
        assertThat(scenario.pull(1).isApproved()).isTrue();
        assertThat(scenario.said(1).get(0)).contains("others go first now", "The approval stays");
        assertThat(scenario.phase(2)).isEqualTo(Phase.PREPARING);
        scenario.prepared(2).result(2, BuilderState.FAILURE);
        assertThat(scenario.phase(1)).as("it is not tested in vain once more").isEqualTo(Phase.CANCELLED);
        answer("gina", Level.WRITE);
        assertThat(scenario.phase(1)).isEqualTo(Phase.PREPARING);
    }

    @Test
    public void aFreshWordNeedsNoSecondOne() {
        scenario.comment("gina", 1, "@homu r+");
        answer("gina", Level.WRITE).prepared(1).listen().result(1, BuilderState.SUCCESS);
        assertThat(questions()).isZero();
        assertThat(scenario.phase(1)).isEqualTo(Phase.MERGING);
    }

    @Test
    public void aMoveThatCameTooLateIsDecidedAnew() {
        tested();
        answer("gina", Level.WRITE).listen().after(Duration.ofMinutes(5)).moveFailed(1, MoveTrouble.CHECK_AGAIN, "");
        assertThat(scenario.phase(1)).isEqualTo(Phase.TESTING);
        assertThat(questions()).isEqualTo(1);
        answer("gina", Level.WRITE);
        assertThat(scenario.phase(1)).isEqualTo(Phase.MERGING);
        scenario.moved(1);
        assertThat(scenario.phase(1)).isEqualTo(Phase.SUCCEEDED);
    }

    @Test
    public void aRightThatWasTakenAwayStartsNoTest() {
        scenario.testing(2).comment("gina", 1, "@homu r+");
        answer("gina", Level.WRITE).listen().after(Duration.ofMinutes(20)).send(new SyncRequested("timer"));
        assertThat(questions()).isEqualTo(1);
        answer("gina", Level.READ).result(2, BuilderState.SUCCESS).moved(2);
        assertThat(scenario.isActive(1)).isFalse();
        assertThat(scenario.why(1)).contains("gina, who approved it, is not a reviewer any more");
    }

    @Test
    public void anApproverWhoIsNamedMeanwhileIsNotWaitedFor() {
        tested();
        scenario.with(new TestSettings().collaborators().reviewers("gina").build())
                .send(new SyncRequested("configuration"));
        assertThat(scenario.phase(1)).isEqualTo(Phase.MERGING);
    }

    @Test
    public void theMemoryIsBounded() {
        for (int i = 0; i < 700; i++) {
            scenario.comment("stranger-" + i, 1, "@homu r+");
            answer("stranger-" + i, Level.READ);
        }
        assertThat(scenario.state().rights()).hasSizeLessThanOrEqualTo(500);
    }
}
