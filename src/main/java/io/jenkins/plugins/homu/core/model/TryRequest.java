package io.jenkins.plugins.homu.core.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a try build is asked for with.
 *
 * @param by login of the one who asked
 * @param parent the commit to merge onto in place of the base's tip
 * @param jobs the builders asked for by name; empty: all
 */
public record TryRequest(String by, Optional<AbbreviatedSha> parent, List<String> jobs, Instant at) {
    public TryRequest {
        jobs = List.copyOf(jobs);
    }

    /** The same on that very commit. */
    TryRequest onto(CommitSha commit) {
        return new TryRequest(by, Optional.of(AbbreviatedSha.of(commit)), jobs, at);
    }

    /** The same, asked for again. */
    public TryRequest repeated(String login, Instant now) {
        return new TryRequest(login, parent, jobs, now);
    }
}
