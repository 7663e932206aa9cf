package io.jenkins.plugins.homu.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.effect.Effect.CancelBuilds;
import io.jenkins.plugins.homu.core.effect.Effect.ReadResults;
import io.jenkins.plugins.homu.core.event.Event.ReportKind;
import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.BuilderResult;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.settings.BuilderSettings;
import io.jenkins.plugins.homu.core.settings.BuilderSettings.Kind;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import io.jenkins.plugins.homu.port.Builder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.Test;

/** Which builders are asked what became of their builds, and which are stopped unasked. */
public class JobsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final CommitSha MERGE = new CommitSha("a".repeat(40));

    private final Asked asked = new Asked();

    /** Answers what it is asked for, and remembers what it was to stop. */
    private static final class Asked implements Builder {
        private final List<String> stopped = new ArrayList<>();

        @Override
        public Started start(Build build) {
            return new Started.Impossible("Nothing is started in these tests.");
        }

        @Override
        public void cancel(Stop stop) {
            stopped.add(stop.builder());
        }

        @Override
        public Optional<Reported> find(Build build) {
            return Optional.of(new Reported(
                    ReportKind.BUILDER,
                    build.attempt().merge().orElseThrow(),
                    build.builder().name(),
                    BuilderState.SUCCESS,
                    Optional.empty(),
                    ""));
        }
    }

    private static RepositorySettings settings() {
        List<BuilderSettings> builders = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            builders.add(new BuilderSettings(kind.name(), kind, Optional.of("job"), Optional.of("job")));
        }
        return Fixture.builtBy(builders);
    }

    private static RepositoryState state() {
        Map<String, BuilderResult> results = new TreeMap<>();
        for (Kind kind : Kind.values()) {
            results.put(kind.name(), BuilderResult.waiting(kind.name(), NOW));
        }
        Attempt attempt = new Attempt(
                1,
                Attempt.Kind.AUTO,
                Attempt.Phase.TESTING,
                "main",
                "auto",
                List.of(new AttemptMember(1, new CommitSha("b".repeat(40)), "alice")),
                Optional.empty(),
                Optional.of(new CommitSha("c".repeat(40))),
                Optional.of(MERGE),
                Optional.empty(),
                results,
                NOW,
                Optional.of(NOW),
                Optional.empty(),
                Optional.empty(),
                "");
        return Fixture.stateOf(attempt);
    }

    @Test
    public void everyBuilderButThoseOnGitHubIsAsked() throws Exception {
        ReadResults effect = new ReadResults(1, 1, MERGE);
        Job.Run run = new Job.Run(new Job(effect, 0, NOW), state(), settings(), () -> {});
        assertThat(new Jobs(asked).find(run, effect))
                .extracting(Reported::context)
                .containsExactlyInAnyOrder("JOB", "REPORTED", "BUILDBOT", "TRAVIS", "QUAY", "QUAY_ON_PUSH");
    }

    @Test
    public void builderWhoseBuildsOthersStartIsNotStopped() throws Exception {
        CancelBuilds effect = new CancelBuilds(1, 1, MERGE, List.of());
        Job.Run run = new Job.Run(new Job(effect, 0, NOW), state(), settings(), () -> {});
        AllCalls calls = new AllCalls("not-stopped", "widget");
        new Jobs(asked).cancel(run, effect, false, calls);
        calls.finish();
        assertThat(asked.stopped).containsExactlyInAnyOrder("BUILDBOT", "TRAVIS", "QUAY_ON_PUSH");
    }
}
