package io.jenkins.plugins.homu.github;

import io.jenkins.plugins.homu.core.event.Event.CommentAdded;
import io.jenkins.plugins.homu.core.event.Event.CommentSource;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.port.MarkupReader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads comments that REST lists. */
final class CommentJson {
    private CommentJson() {}

    /** @return empty when it can't hold a command: nobody is mentioned in it */
    static Optional<CommentAdded> read(
            CommentSource source,
            int number,
            Fields comment,
            Instant createdAt,
            Optional<CommitSha> reviewed,
            MarkupReader markup)
            throws Malformed {
        String body = comment.optionalText("body").orElse("");
        if (body.indexOf('@') < 0) {
            return Optional.empty();
        }
        List<String> lines = markup.readableLines(body);
        return Optional.of(new CommentAdded(
                source,
                comment.id("id"),
                number,
                PullJson.login(comment, "user"),
                body,
                lines,
                reviewed,
                ReportJson.webUrl(comment.optionalText("html_url")).orElse(""),
                createdAt,
                true));
    }
}
