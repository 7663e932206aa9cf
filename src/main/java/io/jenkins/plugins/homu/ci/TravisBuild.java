package io.jenkins.plugins.homu.ci;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.homu.core.event.Event.ReportKind;
import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * A build of Travis CI.
 *
 * @param words for people; text that others control
 */
record TravisBuild(long id, CommitSha commit, BuilderState state, Optional<Instant> finishedAt, String words) {

    /**
     * Of a report or of an answer of the API, which name most things alike. Empty when it says nothing of a commit.
     *
     * @param commit the commit's name, which the two have at different places
     */
    static Optional<TravisBuild> read(JsonNode build, Optional<String> commit) {
        Optional<Long> id = Json.number(build, "id");
        Optional<CommitSha> sha = commit.flatMap(TravisBuild::sha);
        Optional<BuilderState> state = state(build);
        if (id.isEmpty() || sha.isEmpty() || state.isEmpty()) {
            return Optional.empty();
        }
        String number = Json.text(build, "number").orElse(id.get().toString());
        String word = Json.text(build, "state").orElse("is over");
        return Optional.of(new TravisBuild(
                id.get(),
                sha.get(),
                state.get(),
                Json.text(build, "finished_at").flatMap(TravisBuild::time),
                Words.line("Build #" + number + " " + word)));
    }

    /** The number that there is beside the state says 0 for a build that passed, and the same for several others. */
    private static Optional<BuilderState> state(JsonNode build) {
        Optional<String> word = Json.text(build, "state");
        if (word.isEmpty()) {
            return Json.number(build, "result")
                    .map(result -> result == 0 ? BuilderState.SUCCESS : BuilderState.FAILURE);
        }
        return switch (word.get()) {
            case "passed" -> Optional.of(BuilderState.SUCCESS);
            case "failed", "errored" -> Optional.of(BuilderState.FAILURE);
            case "canceled" -> Optional.of(BuilderState.CANCELLED);
            case "created", "queued", "received", "booting", "started" -> Optional.of(BuilderState.RUNNING);
            default -> Optional.empty();
        };
    }

    private static Optional<CommitSha> sha(String text) {
        try {
            return Optional.of(new CommitSha(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static Optional<Instant> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    Reported report(TravisSettings travis, RepositoryId repository) {
        return report(travis, repository, state, words);
    }

    /** As it will be, once what we asked for is done. */
    Reported report(TravisSettings travis, RepositoryId repository, BuilderState other, String otherWords) {
        return new Reported(
                ReportKind.BUILDER,
                commit,
                TravisSettings.BUILDER,
                other,
                Optional.of(travis.page(repository, id)),
                otherWords);
    }
}
