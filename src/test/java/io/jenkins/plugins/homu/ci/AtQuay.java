package io.jenkins.plugins.homu.ci;

import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.BuilderResult;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.core.settings.AccessSettings;
import io.jenkins.plugins.homu.core.settings.BuilderSettings;
import io.jenkins.plugins.homu.core.settings.BuilderSettings.Kind;
import io.jenkins.plugins.homu.core.settings.MergeSettings;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import io.jenkins.plugins.homu.core.settings.RepositorySettings.Branches;
import io.jenkins.plugins.homu.port.Builder.Build;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A repository that is built at Quay, and an attempt of it. */
final class AtQuay {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final CommitSha MERGE = new CommitSha("0123456789abcdef0123456789abcdef01234567");
    static final BuilderSettings BUILDER =
            new BuilderSettings(QuaySettings.BUILDER, Kind.QUAY, Optional.of("quay"), Optional.of("quay"));

    private AtQuay() {}

    static QuaySettings quay(QuayAccount account, Optional<String> trigger) {
        return new QuaySettings(account, "acme", "widget", trigger, "homu", "s3cret-of-the-callbacks");
    }

    static ServiceRepository repository(String label, QuaySettings quay) {
        return new ServiceRepository(settings(label), ServiceSettings.NONE.with(quay));
    }

    static RepositorySettings settings(String label) {
        return new RepositorySettings(
                label,
                new RepositoryId("acme", "widget"),
                "homu",
                Set.of("alice"),
                Set.of(),
                Branches.DEFAULT,
                List.of(BUILDER),
                Duration.ofHours(10),
                Duration.ofMinutes(15),
                9001,
                Set.of(),
                Map.of(),
                Set.of(),
                Optional.empty(),
                false,
                true,
                MergeSettings.DEFAULT,
                AccessSettings.NONE);
    }

    static Build build(BuilderResult known, Optional<String> again) {
        Attempt attempt = new Attempt(
                7,
                Attempt.Kind.AUTO,
                Attempt.Phase.TESTING,
                "main",
                "auto",
                List.of(new AttemptMember(1, new CommitSha("a".repeat(40)), "alice")),
                Optional.empty(),
                Optional.of(new CommitSha("b".repeat(40))),
                Optional.of(MERGE),
                Optional.of("c".repeat(40)),
                Map.of(known.builder(), known),
                NOW,
                Optional.of(NOW),
                Optional.of(NOW.plusSeconds(36_000)),
                Optional.empty(),
                "");
        return new Build(settings("widget"), attempt, BUILDER, 0, again);
    }

    static Build build() {
        return build(BuilderResult.waiting("quay", NOW), Optional.empty());
    }
}
