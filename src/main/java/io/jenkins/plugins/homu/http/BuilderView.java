package io.jenkins.plugins.homu.http;

import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.BuilderResult;
import java.time.Instant;
import java.util.List;

/**
 * One builder of an attempt.
 *
 * @param url http or https; null: none
 * @param description the builder's own words; empty: none
 */
record BuilderView(String name, String style, String text, String url, String description, When at) {
    static List<BuilderView> of(Attempt attempt, Instant now) {
        return results(attempt).stream()
                .map(result -> of(result, isCurrent(attempt, result), now))
                .toList();
    }

    /** The builders that had, or have, something to build. */
    static List<BuilderResult> results(Attempt attempt) {
        return !attempt.isActive() && attempt.merge().isEmpty() ? List.of() : List.copyOf(attempt.results());
    }

    /** The word for where a builder is; one that nobody waits for any more has no result. */
    static String state(Attempt attempt, BuilderResult result) {
        return isCurrent(attempt, result) ? result.state().word() : StatusView.NO_RESULT.text();
    }

    private static boolean isCurrent(Attempt attempt, BuilderResult result) {
        return attempt.isActive() || result.state().isFinal();
    }

    private static BuilderView of(BuilderResult result, boolean isCurrent, Instant now) {
        StatusView status = isCurrent ? StatusView.ofBuilder(result.state()) : StatusView.NO_RESULT;
        return new BuilderView(
                result.builder(),
                status.style(),
                status.text(),
                result.url().flatMap(Links::foreign).orElse(null),
                result.description(),
                When.of(result.at(), now));
    }
}
