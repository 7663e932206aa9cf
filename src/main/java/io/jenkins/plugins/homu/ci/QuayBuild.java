package io.jenkins.plugins.homu.ci;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.homu.core.event.Event.ReportKind;
import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.CommitSha;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A build as Quay's API shows it.
 *
 * @param id its UUID
 * @param phase Quay's word for where it stands
 * @param commit what it builds: the whole name, or the beginning of it; empty: it isn't said
 */
record QuayBuild(String id, String phase, String commit) {
    private static final Pattern ID = Pattern.compile("[0-9A-Za-z-]{1,64}");
    /** Fewer digits could be the beginning of many. */
    private static final Pattern ABBREVIATED = Pattern.compile("[0-9a-f]{7,40}");

    /** Empty when it isn't a build. */
    static Optional<QuayBuild> read(JsonNode build) {
        return Json.text(build, "id")
                .filter(QuayBuild::isId)
                .map(id -> new QuayBuild(
                        id,
                        Json.text(build, "phase").orElse(""),
                        commit(build.path("trigger_metadata")).orElse("")));
    }

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** What a trigger's metadata say is built; until 2015 under another name. */
    static Optional<String> commit(JsonNode metadata) {
        return Json.text(metadata, "commit_sha")
                .or(() -> Json.text(metadata, "commit"))
                .map(text -> text.toLowerCase(Locale.ROOT))
                .filter(text -> ABBREVIATED.matcher(text).matches());
    }

    boolean isOf(CommitSha sha) {
        return !commit.isEmpty() && sha.value().startsWith(commit);
    }

    /** What it comes to. A phase that we don't know is not an end. */
    BuilderState state() {
        return switch (phase) {
            case "complete" -> BuilderState.SUCCESS;
            case "error" -> BuilderState.FAILURE;
            case "cancelled" -> BuilderState.CANCELLED;
            // Broken down for good; with tries left Quay says internalerror, and tries again.
            case "expired", "incomplete" -> BuilderState.LOST;
            default -> BuilderState.RUNNING;
        };
    }

    static String address(QuaySettings quay, String id) {
        return quay.account().url() + "/repository/" + quay.path() + "/build/" + id;
    }

    Reported report(QuaySettings quay, CommitSha sha, int restart) {
        BuilderState state = state();
        return new Reported(
                ReportKind.BUILDER,
                sha,
                QuaySettings.BUILDER,
                state,
                Optional.of(address(quay, id)),
                state == BuilderState.SUCCESS ? "" : "Quay says: " + Words.line(phase.isEmpty() ? "nothing" : phase),
                "",
                restart);
    }
}
