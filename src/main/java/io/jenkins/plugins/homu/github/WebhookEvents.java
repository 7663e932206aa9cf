package io.jenkins.plugins.homu.github;

import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.event.Event.CommentAdded;
import io.jenkins.plugins.homu.core.event.Event.CommentSource;
import io.jenkins.plugins.homu.core.event.Event.PullAction;
import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.PullSnapshot;
import io.jenkins.plugins.homu.core.settings.BuilderSettings;
import io.jenkins.plugins.homu.port.MarkupReader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Says what a verified webhook means for the repository it concerns. */
final class WebhookEvents {
    /** The types we know, whatever we do about them; others are counted together, since their names are not ours. */
    static final Set<String> KNOWN = Set.of(
            "check_run",
            "check_suite",
            "issue_comment",
            "issues",
            "label",
            "ping",
            "pull_request",
            "pull_request_review",
            "pull_request_review_comment",
            "push",
            "repository",
            "status",
            "workflow_job",
            "workflow_run");

    private static final String BRANCH = "refs/heads/";
    private static final int LONGEST_TITLE = 300;

    /** @param ignored why the events are none; empty when there are any */
    record Meaning(List<Event> events, String ignored) {
        Meaning {
            events = List.copyOf(events);
        }

        static Meaning of(Event event) {
            return new Meaning(List.of(event), "");
        }

        static Meaning nothing(String why) {
            return new Meaning(List.of(), why);
        }
    }

    private final MarkupReader markup;

    WebhookEvents(MarkupReader markup) {
        this.markup = markup;
    }

    /** @param fromFork from the repository that tests run in, where that is another than pull requests are merged in */
    Meaning read(String type, Fields payload, WebhookRepository repository, boolean fromFork) throws Malformed {
        boolean isResult = type.equals("status") || type.equals("check_run");
        if (fromFork && !isResult) {
            return Meaning.nothing("of the fork that tests run in, only statuses and check runs count");
        }
        if (isResult && !fromFork && repository.settings().branches().fork().isPresent()) {
            return Meaning.nothing("tests run in a fork, so no result of the repository itself counts");
        }
        return switch (type) {
            case "issue_comment" -> issueComment(payload, repository);
            case "pull_request_review" -> review(payload, repository);
            case "pull_request_review_comment" -> reviewComment(payload, repository);
            case "pull_request" -> pullRequest(payload);
            case "push" -> push(payload);
            case "status" -> status(payload, repository);
            case "check_run" -> checkRun(payload, repository);
            default -> Meaning.nothing("nothing depends on events of this type");
        };
    }

    private Meaning issueComment(Fields payload, WebhookRepository repository) throws Malformed {
        if (!payload.text("action").equals("created")) {
            return Meaning.nothing("only new comments are read");
        }
        Fields issue = payload.object("issue");
        if (!issue.has("pull_request")) {
            return Meaning.nothing("a comment on an issue, not on a pull request");
        }
        Fields comment = payload.object("comment");
        return comment(
                CommentSource.ISSUE_COMMENT,
                issue.number("number"),
                comment,
                comment.time("created_at"),
                Optional.empty(),
                repository);
    }

    private Meaning review(Fields payload, WebhookRepository repository) throws Malformed {
        if (!payload.text("action").equals("submitted")) {
            return Meaning.nothing("only reviews that are handed in are read");
        }
        Fields review = payload.object("review");
        return comment(
                CommentSource.REVIEW,
                payload.object("pull_request").number("number"),
                review,
                review.time("submitted_at"),
                review.optionalSha("commit_id"),
                repository);
    }

    private Meaning reviewComment(Fields payload, WebhookRepository repository) throws Malformed {
        if (!payload.text("action").equals("created")) {
            return Meaning.nothing("only new comments are read");
        }
        Fields comment = payload.object("comment");
        return comment(
                CommentSource.REVIEW_COMMENT,
                payload.object("pull_request").number("number"),
                comment,
                comment.time("created_at"),
                comment.optionalSha("original_commit_id"),
                repository);
    }

    private Meaning comment(
            CommentSource source,
            int number,
            Fields comment,
            Instant at,
            Optional<CommitSha> reviewed,
            WebhookRepository repository)
            throws Malformed {
        long id = comment.id("id");
        String author = PullJson.login(comment, "user");
        String body = comment.optionalText("body").orElse("");
        if (repository.isBot(author)) {
            return Meaning.nothing("a comment of our own");
        }
        if (!mentions(body, repository.settings().botName())) {
            return Meaning.nothing("a comment that does not speak to us");
        }
        return Meaning.of(new CommentAdded(
                source,
                id,
                number,
                author,
                body,
                markup.readableLines(body),
                reviewed,
                ReportJson.webUrl(comment.optionalText("html_url")).orElse(""),
                at,
                false));
    }

    /** Whether {@code @name} stands anywhere in it, in any case. Most comments end here, so it is cheap. */
    static boolean mentions(String body, String name) {
        for (int at = body.indexOf('@'); at >= 0; at = body.indexOf('@', at + 1)) {
            if (body.regionMatches(true, at + 1, name, 0, name.length())) {
                return true;
            }
        }
        return false;
    }

    private static Meaning pullRequest(Fields payload) throws Malformed {
        String action = payload.text("action");
        Optional<PullAction> meaning =
                switch (action) {
                    case "opened" -> Optional.of(PullAction.OPENED);
                    case "reopened" -> Optional.of(PullAction.REOPENED);
                    case "synchronize" -> Optional.of(PullAction.PUSHED);
                    case "edited" -> Optional.of(PullAction.EDITED);
                    case "assigned", "unassigned", "labeled", "unlabeled", "ready_for_review", "converted_to_draft" ->
                        Optional.of(PullAction.UPDATED);
                    default -> Optional.empty();
                };
        boolean closed = action.equals("closed");
        if (meaning.isEmpty() && !closed) {
            return Meaning.nothing("nothing depends on this action");
        }
        PullSnapshot pull = PullJson.snapshot(payload.object("pull_request"));
        String sender = PullJson.login(payload, "sender");
        if (closed) {
            return Meaning.of(new Event.PullClosed(pull, sender));
        }
        return pull.open()
                ? Meaning.of(new Event.PullChanged(meaning.get(), pull, sender))
                : Meaning.nothing("a change to a closed pull request");
    }

    private static Meaning push(Fields payload) throws Malformed {
        String ref = payload.text("ref");
        if (!ref.startsWith(BRANCH)) {
            return Meaning.nothing("a push to something else than a branch");
        }
        Optional<Fields> headCommit = payload.optional("head_commit");
        String message = headCommit.isPresent()
                ? headCommit.get().optionalText("message").orElse("")
                : "";
        return Meaning.of(new Event.BranchPushed(
                ref.substring(BRANCH.length()),
                Optional.of(payload.sha("before")).filter(sha -> !sha.isZero()),
                Optional.of(payload.sha("after")).filter(sha -> !sha.isZero()),
                payload.flag("forced"),
                title(message),
                PullJson.login(payload, "sender")));
    }

    private static String title(String message) {
        String first = message.lines().findFirst().orElse("");
        return first.length() <= LONGEST_TITLE ? first : first.substring(0, LONGEST_TITLE);
    }

    private static Meaning status(Fields payload, WebhookRepository repository) throws Malformed {
        Reported reported = ReportJson.status(payload, payload.sha("sha"));
        return repository.awaits(BuilderSettings.Kind.STATUS, reported.context())
                ? Meaning.of(new Event.ResultsReported(List.of(reported)))
                : Meaning.nothing("a status of a context that no builder has");
    }

    private static Meaning checkRun(Fields payload, WebhookRepository repository) throws Malformed {
        String action = payload.text("action");
        if (!action.equals("created") && !action.equals("completed")) {
            // When a run is asked for again, its old result is sent along; the new run reports for itself.
            return Meaning.nothing("nothing depends on this action");
        }
        Fields run = payload.object("check_run");
        Optional<Reported> reported = ReportJson.checkRun(run);
        if (!repository.awaits(BuilderSettings.Kind.CHECK, run.text("name"))) {
            return Meaning.nothing("a check of a name that no builder has");
        }
        return reported.isPresent()
                ? Meaning.of(new Event.ResultsReported(List.of(reported.get())))
                : Meaning.nothing("a check run that tested nothing");
    }
}
