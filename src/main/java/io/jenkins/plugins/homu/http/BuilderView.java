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
        if (!attempt.isActive() && attempt.merge().isEmpty()) {
            return List.of();
        }
        return attempt.results().stream()
                .map(result -> of(result, attempt.isActive() || result.state().isFinal(), now))
                .toList();
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
