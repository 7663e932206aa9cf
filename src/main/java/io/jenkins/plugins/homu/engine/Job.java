package io.jenkins.plugins.homu.engine;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import io.jenkins.plugins.homu.port.StateStore.OutboxRow;
import java.time.Instant;
import java.util.Optional;

/**
 * An effect that waits to be carried out, and what was seen of it so far. Belongs to its lane; while it is carried out, to
 * the thread that does so.
 */
final class Job {
    private final Effect effect;
    private final Instant decidedAt;
    private int tries;
    private Instant nextAt;
    private int failures;
    private int asks;
    private Optional<Instant> waitingSince = Optional.empty();

    Job(Effect effect, int tries, Instant decidedAt) {
        this.effect = effect;
        this.tries = tries;
        this.decidedAt = decidedAt;
        this.nextAt = Looker.notBefore(effect, decidedAt);
    }

    /** One from before the start. What is asked by the way waits again, for the comparison at the start may answer it. */
    static Job of(OutboxRow row, Instant now) {
        Job job = new Job(row.effect(), row.tries(), row.decidedAt());
        job.nextAt = Looker.notBefore(row.effect(), now);
        return job;
    }

    Effect effect() {
        return effect;
    }

    long id() {
        return effect.id();
    }

    Instant decidedAt() {
        return decidedAt;
    }

    /** Whether an earlier try may have taken effect, in this process or before a restart. */
    boolean mayBeDone() {
        return tries > 0;
    }

    int tries() {
        return tries;
    }

    void begun() {
        tries++;
    }

    Instant nextAt() {
        return nextAt;
    }

    int failures() {
        return failures;
    }

    void failed() {
        failures++;
    }

    void nextAt(Instant when) {
        nextAt = when;
    }

    /** How often the other side was asked and had no final answer yet. */
    int asks() {
        return asks;
    }

    /** @return when the first answer came that was not final */
    Instant askedInVain(Instant now) {
        asks++;
        if (waitingSince.isEmpty()) {
            waitingSince = Optional.of(now);
        }
        return waitingSince.get();
    }

    /** A job as it is carried out: with state and settings of the moment, and the way to announce a write. */
    record Run(Job job, RepositoryState state, RepositorySettings settings, Runnable beginWriting) {
        String label() {
            return settings.label();
        }
    }
}
