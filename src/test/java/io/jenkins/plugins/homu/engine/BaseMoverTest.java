package io.jenkins.plugins.homu.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.homu.core.effect.Effect.MoveBase;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.event.Event.BaseMoveFailed;
import io.jenkins.plugins.homu.core.event.Event.BaseMoved;
import io.jenkins.plugins.homu.core.event.Event.MoveTrouble;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.GitGateway;
import java.time.Instant;
import org.junit.Before;
import org.junit.Test;

public class BaseMoverTest {
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private final ScriptedGitHub github = new ScriptedGitHub();
    private final BaseMover mover = new BaseMover(github, GitGateway.NONE, () -> now);
    private CommitSha base;
    private CommitSha merge;
    private Job job;

    @Before
    public void branches() {
        base = github.newCommit("base");
        merge = github.newCommit("merge", base);
        github.branch(Fixture.WIDGET, "main", base);
        job = new Job(Effects.move(1, base, merge), 0, Instant.EPOCH);
    }

    private Job.Run run() {
        return new Job.Run(
                job, RepositoryState.empty("widget"), Fixture.settings("widget", Fixture.WIDGET), job::begun);
    }

    private Event carryOut() throws GatewayException {
        return ((Result.Done) mover.carryOut(run(), (MoveBase) job.effect()))
                .outcome()
                .orElseThrow();
    }

    @Test
    public void theBaseIsMovedByOneCall() throws Exception {
        assertThat(carryOut()).isEqualTo(new BaseMoved(1, merge));
        assertThat(github.branch(Fixture.WIDGET, "main")).contains(merge);
        assertThat(github.calls()).hasSize(1);
    }

    @Test
    public void aMoveWhoseAnswerWasLostIsSeenByLookingFirst() throws Exception {
        github.failAfter("moveBase", ScriptedGitHub.lost());
        assertThatThrownBy(this::carryOut).isInstanceOf(GatewayException.class);
        assertThat(carryOut()).isEqualTo(new BaseMoved(1, merge));
        assertThat(github.calls("moveBase")).hasSize(1);
    }

    @Test
    public void aMoveThatWasFollowedByAPushIsSeenAsWell() throws Exception {
        github.failAfter("moveBase", ScriptedGitHub.lost());
        assertThatThrownBy(this::carryOut).isInstanceOf(GatewayException.class);
        github.branch(Fixture.WIDGET, "main", github.newCommit("by hand", merge));
        assertThat(carryOut()).isEqualTo(new BaseMoved(1, merge));
        assertThat(github.calls("moveBase")).hasSize(1);
    }

    @Test
    public void aMoveThatFailedBeforeItTookEffectIsMadeAgain() throws Exception {
        github.failBefore("moveBase", ScriptedGitHub.lost());
        assertThatThrownBy(this::carryOut).isInstanceOf(GatewayException.class);
        assertThat(carryOut()).isEqualTo(new BaseMoved(1, merge));
        assertThat(github.branch(Fixture.WIDGET, "main")).contains(merge);
    }

    @Test
    public void aBaseThatAPersonMovedIsLeftAlone() throws Exception {
        CommitSha other = github.newCommit("by hand", base);
        github.branch(Fixture.WIDGET, "main", other);
        assertThat(((BaseMoveFailed) carryOut()).trouble()).isEqualTo(MoveTrouble.NOT_FAST_FORWARD);
        assertThat(github.branch(Fixture.WIDGET, "main")).contains(other);
    }

    @Test
    public void aRefusalThatComesOfOurOwnEarlierMoveIsNone() throws Exception {
        github.branch(Fixture.WIDGET, "main", merge);
        assertThat(carryOut()).isEqualTo(new BaseMoved(1, merge));
    }

    @Test
    public void aMoveByRightsThatWereReadTooLongAgoIsNotMade() throws Exception {
        job = new Job(Effects.moveUntil(1, base, merge, now), 0, Instant.EPOCH);
        now = now.plusSeconds(1);
        assertThat(((BaseMoveFailed) carryOut()).trouble()).isEqualTo(MoveTrouble.CHECK_AGAIN);
        assertThat(github.branch(Fixture.WIDGET, "main")).contains(base);
    }

    @Test
    public void aMoveThatWasMadeIsNotTakenBackByTime() throws Exception {
        job = new Job(Effects.moveUntil(1, base, merge, now), 0, Instant.EPOCH);
        github.failAfter("moveBase", ScriptedGitHub.lost());
        assertThatThrownBy(this::carryOut).isInstanceOf(GatewayException.class);
        now = now.plusSeconds(1);
        assertThat(carryOut()).isEqualTo(new BaseMoved(1, merge));
    }

    @Test
    public void whatIsNotWantedAnyMoreIsSaid() throws Exception {
        assertThat(mover.unwanted(run(), (MoveBase) job.effect()))
                .isEqualTo(new BaseMoveFailed(1, MoveTrouble.NO_LONGER_WANTED, ""));
        assertThat(github.calls()).isEmpty();
    }

    @Test
    public void whatIsNotWantedAnyMoreAndHappenedAllTheSameIsSaidToo() throws Exception {
        github.failAfter("moveBase", ScriptedGitHub.lost());
        assertThatThrownBy(this::carryOut).isInstanceOf(GatewayException.class);
        assertThat(mover.unwanted(run(), (MoveBase) job.effect())).isEqualTo(new BaseMoved(1, merge));
    }
}
