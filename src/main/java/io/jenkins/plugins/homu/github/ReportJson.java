package io.jenkins.plugins.homu.github;

import io.jenkins.plugins.homu.core.event.Event.ReportKind;
import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.CommitSha;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/** Reads commit statuses and check runs, and says what they mean for the queue. */
final class ReportJson {
    private ReportJson() {}

    /** A status, of a list or of a webhook. */
    static Reported status(Fields status, CommitSha sha) throws Malformed {
        String state = status.text("state");
        BuilderState meaning =
                switch (state) {
                    case "pending" -> BuilderState.RUNNING;
                    case "success" -> BuilderState.SUCCESS;
                    case "failure", "error" -> BuilderState.FAILURE;
                    default -> throw new Malformed("state is none of pending, success, failure, error");
                };
        return new Reported(
                ReportKind.STATUS,
                sha,
                status.text("context"),
                meaning,
                webUrl(status.optionalText("target_url")),
                status.optionalText("description").orElse(""));
    }

    /**
     * A check run, of a list or of a webhook.
     *
     * @return empty when it says nothing about the commit: skipped (nothing was tested) or stale (GitHub gave it up)
     */
    static Optional<Reported> checkRun(Fields run) throws Malformed {
        Optional<BuilderState> state = run.text("status").equals("completed")
                ? conclusion(run.text("conclusion"))
                : Optional.of(BuilderState.RUNNING);
        if (state.isEmpty()) {
            return Optional.empty();
        }
        Optional<Fields> output = run.optional("output");
        Optional<String> url = webUrl(run.optionalText("details_url"));
        return Optional.of(new Reported(
                ReportKind.CHECK,
                run.sha("head_sha"),
                run.text("name"),
                state.get(),
                url.isPresent() ? url : webUrl(run.optionalText("html_url")),
                output.isPresent() ? output.get().optionalText("title").orElse("") : ""));
    }

    private static Optional<BuilderState> conclusion(String conclusion) {
        return switch (conclusion) {
            // Branch protection takes neutral for a pass as well. It takes skipped for one, too; we don't, since a
            // commit that nobody tested must not reach the base.
            case "success", "neutral" -> Optional.of(BuilderState.SUCCESS);
            case "cancelled" -> Optional.of(BuilderState.CANCELLED);
            case "skipped", "stale" -> Optional.empty();
            // failure, timed_out, action_required, startup_failure, and what GitHub may invent: not a pass.
            default -> Optional.of(BuilderState.FAILURE);
        };
    }

    /** The address, where it is one that a browser may be sent to. */
    static Optional<String> webUrl(Optional<String> url) {
        if (url.isEmpty() || url.get().length() > 2048) {
            return Optional.empty();
        }
        try {
            URI parsed = new URI(url.get());
            String scheme = parsed.getScheme() == null ? "" : parsed.getScheme().toLowerCase(Locale.ROOT);
            boolean web = scheme.equals("https") || scheme.equals("http");
            return web && parsed.getHost() != null ? url : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
