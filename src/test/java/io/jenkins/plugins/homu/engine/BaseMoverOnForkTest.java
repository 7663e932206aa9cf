package io.jenkins.plugins.homu.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.homu.core.effect.Effect.MoveBase;
import io.jenkins.plugins.homu.core.effect.Effect.PrepareMerge;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.event.Event.BaseMoveFailed;
import io.jenkins.plugins.homu.core.event.Event.BaseMoved;
import io.jenkins.plugins.homu.core.event.Event.MoveTrouble;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.GitGateway;
import io.jenkins.plugins.homu.testing.LogRecorder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.Before;
import org.junit.Test;

/** A base that is moved to what was tested in a fork. */
public class BaseMoverOnForkTest {
    private static final RepositoryId FORK = new RepositoryId("ci", "widget");

    private final ScriptedGitHub github = new ScriptedGitHub();
    private final List<String> done = new ArrayList<>();
    private final Git git = new Git();
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final BaseMover mover = new BaseMover(github, git, () -> now);
    private CommitSha base;
    private CommitSha merge;
    private Job job;

    private final class Git implements GitGateway, GitGateway.TestsOnFork {
        private Delivery delivery = new Delivery.There();
        private Duration takes = Duration.ZERO;
        private Optional<GatewayException> trouble = Optional.empty();

        @Override
        public Outcome make(RepositoryId repository, PrepareMerge effect, CommitSha onto, Optional<CommitSha> time) {
            throw new AssertionError("nothing is to be made");
        }

        @Override
        public TestsOnFork onFork(RepositoryId fork) {
            assertThat(fork).isEqualTo(FORK);
            return this;
        }

        @Override
        public Delivery deliver(RepositoryId repository, String baseRef, CommitSha from, CommitSha tested) {
            assertThat(repository).isEqualTo(Fixture.WIDGET);
            assertThat(github.branch(repository, baseRef)).contains(base);
            done.add("deliver " + baseRef + " " + from + " " + tested);
            now = now.plus(takes);
            return delivery;
        }

        @Override
        public Optional<String> settle(RepositoryId repository, String baseRef, CommitSha tested)
                throws GatewayException {
            done.add("settle " + baseRef + " " + tested);
            if (trouble.isPresent()) {
                throw trouble.get();
            }
            return Optional.empty();
        }
    }

    @Before
    public void branches() {
        base = github.newCommit("base");
        merge = github.newCommit("merge", base);
        github.branch(Fixture.WIDGET, "main", base);
        job = new Job(Effects.move(1, base, merge), 0, Instant.EPOCH);
    }

    private Event carryOut() throws GatewayException {
        Job.Run run = new Job.Run(
                job,
                RepositoryState.empty("widget"),
                Fixture.onFork(Fixture.settings("widget", Fixture.WIDGET), FORK),
                job::begun);
        return ((Result.Done) mover.carryOut(run, (MoveBase) job.effect()))
                .outcome()
                .orElseThrow();
    }

    @Test
    public void theCommitIsBroughtBeforeAndTheForkFollowsAfterwards() throws Exception {
        assertThat(carryOut()).isEqualTo(new BaseMoved(1, merge));
        assertThat(github.branch(Fixture.WIDGET, "main")).contains(merge);
        assertThat(github.branch(FORK, "main")).isEmpty();
        assertThat(done).containsExactly("deliver main " + base + " " + merge, "settle main " + merge);
    }

    @Test
    public void aCrashBetweenTheTwoIsMadeGood() throws Exception {
        github.failBefore("moveBase", ScriptedGitHub.lost());
        assertThatThrownBy(this::carryOut).isInstanceOf(GatewayException.class);
        assertThat(done).hasSize(1);
        assertThat(carryOut()).isEqualTo(new BaseMoved(1, merge));
        assertThat(done).hasSize(3);
    }

    @Test
    public void aMoveWhoseAnswerWasLostIsNotMadeAgainButSettled() throws Exception {
        github.failAfter("moveBase", ScriptedGitHub.lost());
        assertThatThrownBy(this::carryOut).isInstanceOf(GatewayException.class);
        assertThat(carryOut()).isEqualTo(new BaseMoved(1, merge));
        assertThat(github.calls("moveBase")).hasSize(1);
        assertThat(done).containsExactly("deliver main " + base + " " + merge, "settle main " + merge);
    }

    @Test
    public void whatTheRepositoryDoesNotTakeIsNotMergedAndTheReasonIsTold() throws Exception {
        git.delivery = new GitGateway.TestsOnFork.Delivery.Refused("remote: no workflow scope");
        BaseMoveFailed failed = (BaseMoveFailed) carryOut();
        assertThat(failed.trouble()).isEqualTo(MoveTrouble.REFUSED);
        assertThat(failed.detail()).isEqualTo("remote: no workflow scope");
        assertThat(github.branch(Fixture.WIDGET, "main")).contains(base);
    }

    @Test
    public void rightsThatAreOldNewsAfterALongDeliveryAreLookedAtAgain() throws Exception {
        git.takes = Duration.ofMinutes(2);
        job = new Job(Effects.moveUntil(1, base, merge, now.plusSeconds(60)), 0, Instant.EPOCH);
        assertThat(((BaseMoveFailed) carryOut()).trouble()).isEqualTo(MoveTrouble.CHECK_AGAIN);
        assertThat(github.branch(Fixture.WIDGET, "main")).contains(base);
    }

    @Test
    public void aCommitThatIsNowhereIsTold() throws Exception {
        git.delivery = new GitGateway.TestsOnFork.Delivery.Missing();
        CommitSha gone = new CommitSha("d".repeat(40));
        job = new Job(Effects.move(1, base, gone), 0, Instant.EPOCH);
        assertThat(((BaseMoveFailed) carryOut()).detail())
                .isEqualTo("the tested commit ddddddd is neither in ci/widget any more nor in acme/widget; use retry to"
                        + " test another one");
        assertThat(github.branch(Fixture.WIDGET, "main")).contains(base);
    }

    @Test
    public void aCommitThatIsInTheRepositoryAnywayIsMovedTo() throws Exception {
        git.delivery = new GitGateway.TestsOnFork.Delivery.Missing();
        assertThat(carryOut()).isEqualTo(new BaseMoved(1, merge));
    }

    @Test
    public void troubleWithTheForkAfterwardsIsLoggedAndUndoesNothing() throws Exception {
        git.trouble = Optional.of(GatewayException.permanent(0, "git is not let in"));
        LogRecorder log = new LogRecorder();
        try {
            assertThat(carryOut()).isEqualTo(new BaseMoved(1, merge));
        } finally {
            log.close();
        }
        assertThat(log.lines())
                .anyMatch(line -> line.contains("event=fork-left-behind") && line.contains("git is not let in"));
    }
}
