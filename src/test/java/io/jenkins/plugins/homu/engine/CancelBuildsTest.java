package io.jenkins.plugins.homu.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.homu.core.effect.Effect.CancelBuilds;
import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.port.Builder;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.GitGateway;
import io.jenkins.plugins.homu.port.HookCaller;
import io.jenkins.plugins.homu.testing.LogRecorder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.After;
import org.junit.Test;

/** One builder that can't be stopped is no reason for the others to go on. */
public class CancelBuildsTest {
    private final ScriptedGitHub github = new ScriptedGitHub();
    private final ManualTimers time = new ManualTimers();
    private final Scripted builds = new Scripted();
    private final LogRecorder log = new LogRecorder();

    @After
    public void stop() {
        log.close();
    }

    /** Builds that fail to stop as a test says. */
    private static final class Scripted implements Builder {
        final Map<String, GatewayException> failures = new LinkedHashMap<>();
        final List<String> asked = new ArrayList<>();

        @Override
        public Started start(Build build) {
            throw new UnsupportedOperationException("Nothing is started here");
        }

        @Override
        public void cancel(Stop stop) throws GatewayException {
            asked.add(stop.builder());
            if (failures.containsKey(stop.builder())) {
                throw failures.get(stop.builder());
            }
        }

        @Override
        public Optional<Reported> find(Build build) {
            return Optional.empty();
        }
    }

    private void cancel(String... builders) throws GatewayException {
        cancel(RepositoryState.empty("widget"), builders);
    }

    private void cancel(RepositoryState state, String... builders) throws GatewayException {
        CancelBuilds effect = new CancelBuilds(1, 1, Fixture.ANY, List.of(builders));
        new Carrier(github, GitGateway.NONE, builds, HookCaller.NONE, time, EngineSettings.DEFAULT)
                .carryOut(new Job.Run(
                        new Job(effect, 0, time.now()), state, Fixture.settings("widget", Fixture.WIDGET), () -> {}));
    }

    /** Beside the attempt 1, whose builds are stopped. */
    private static RepositoryState withAttempt(Attempt.Phase phase, CommitSha head, Optional<CommitSha> merge) {
        Attempt other = new Attempt(
                2,
                Attempt.Kind.AUTO,
                phase,
                "main",
                "auto",
                List.of(new AttemptMember(7, head, "alice")),
                Optional.empty(),
                Optional.empty(),
                merge,
                Optional.empty(),
                Map.of(),
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "");
        return Fixture.stateOf(other);
    }

    private GatewayException failure() {
        return catchThrowableOfType(GatewayException.class, () -> cancel("travis", "linux", "quay", "test"));
    }

    private void assertThatAllWereAsked() {
        assertThat(builds.asked).containsExactly("travis", "linux", "quay", "test");
        assertThat(github.calls("cancelRuns")).hasSize(1);
    }

    @Test
    public void whatCantBeStoppedIsToldWhenTheOthersAreStopped() {
        GatewayException token = GatewayException.permanent(0, "Travis CI needs a token. Give it one");
        builds.failures.put("travis", token);

        assertThat(failure()).isSameAs(token);

        assertThatAllWereAsked();
    }

    @Test
    public void severalThatCantBeStoppedAreAllTold() {
        GatewayException token = GatewayException.permanent(0, "Travis CI needs a token. Give it one");
        GatewayException refused = GatewayException.permanent(403, "Quay refuses. Check the token");
        builds.failures.put("travis", token);
        builds.failures.put("quay", refused);

        assertThat(failure()).isSameAs(token).hasSuppressedException(refused);

        assertThatAllWereAsked();
        assertThat(log.lines())
                .filteredOn(line -> line.contains("event=builds-not-stopped"))
                .singleElement()
                .asString()
                .contains("repo=widget", "Quay refuses");
    }

    @Test
    public void whatMayPassIsTriedAgainThoughSomethingElseNeverWill() {
        builds.failures.put("travis", GatewayException.permanent(0, "Travis CI needs a token. Give it one"));
        github.failBefore("cancelRuns", ScriptedGitHub.lost());

        assertThat(failure().isTransient()).isTrue();

        assertThatAllWereAsked();
    }

    @Test
    public void nothingIsThrownWhereAllAreStopped() throws GatewayException {
        cancel("travis", "linux", "quay", "test");

        assertThatAllWereAsked();
    }

    /** A head that is taken as it is, is tested by a try build and a real attempt, or by one after the other. */
    @Test
    public void buildsOfAnotherAttemptAtTheSameCommitGoOn() throws GatewayException {
        CommitSha another = new CommitSha("c".repeat(40));
        cancel(withAttempt(Attempt.Phase.TESTING, another, Optional.of(Fixture.ANY)), "test", "travis");
        cancel(withAttempt(Attempt.Phase.PREPARING, Fixture.ANY, Optional.empty()));

        assertThat(builds.asked).isEmpty();
        assertThat(github.calls("cancelRuns")).isEmpty();

        cancel(withAttempt(Attempt.Phase.FAILED, Fixture.ANY, Optional.of(Fixture.ANY)), "test");
        cancel(withAttempt(Attempt.Phase.TESTING, another, Optional.of(another)), "test");
        assertThat(builds.asked).containsExactly("test", "test");
        assertThat(github.calls("cancelRuns")).hasSize(2);
    }
}
