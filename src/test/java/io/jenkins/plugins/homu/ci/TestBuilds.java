package io.jenkins.plugins.homu.ci;

import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.BuilderResult;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.port.Builder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds of an attempt whose merge commit has been tested since ten o'clock. */
final class TestBuilds {
    static final CommitSha MERGE = new CommitSha("0123456789abcdef0123456789abcdef01234567");
    static final Instant STARTED = Instant.parse("2026-11-26T10:00:00Z");

    private TestBuilds() {}

    static Builder.Build build(ServiceRepository repository, String builder, BuilderState state, String again) {
        BuilderResult result = new BuilderResult(builder, state, Optional.empty(), "", STARTED);
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
                Map.of(builder, result),
                STARTED,
                Optional.of(STARTED),
                Optional.of(STARTED.plusSeconds(36_000)),
                Optional.empty(),
                "");
        return new Builder.Build(
                repository.settings(),
                attempt,
                repository.settings().builder(builder).orElseThrow(),
                0,
                Optional.of(again).filter(address -> !address.isEmpty()));
    }

    static Builder.Stop stop(ServiceRepository repository, String builder) {
        return new Builder.Stop(repository.settings(), 1, MERGE, builder);
    }
}
