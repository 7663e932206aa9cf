package io.jenkins.plugins.homu.github;

import io.jenkins.plugins.homu.core.event.Event.CommentAdded;
import io.jenkins.plugins.homu.core.event.Event.CommentSource;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.Mergeability;
import io.jenkins.plugins.homu.core.model.PullSnapshot;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.MarkupReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Pull requests and their comments by REST. */
final class RestPulls {
    private static final String PER_PAGE = "100";

    /** The last part of the address of the issue or pull request that a comment belongs to. */
    private static final Pattern NUMBER = Pattern.compile("/(?:issues|pulls)/([0-9]{1,9})$");

    private final ApiHttp http;
    private final MarkupReader markup;

    RestPulls(ApiHttp http, MarkupReader markup) {
        this.http = http;
        this.markup = markup;
    }

    Optional<PullSnapshot> pull(RepositoryId repository, int number) throws GatewayException {
        ApiResponse response = http.send(ApiCall.get("pull", repository, "pulls", String.valueOf(number)));
        if (response.status() == 404) {
            return Optional.empty();
        }
        return Optional.of(response.read(json -> PullJson.snapshot(Fields.of(json, "the answer"))));
    }

    /** GitHub makes it when it finds out whether the pull request can be merged, and not before somebody asks. */
    Optional<CommitSha> testMerge(RepositoryId repository, int number) throws GatewayException {
        ApiResponse response = http.send(ApiCall.get("pull", repository, "pulls", String.valueOf(number)));
        if (response.status() == 404) {
            return Optional.empty();
        }
        return response.read(json -> {
            Fields pull = Fields.of(json, "the answer");
            boolean merges = pull.text("state").equals("open")
                    && pull.optionalFlag("mergeable").orElse(false);
            return merges ? pull.optionalSha("merge_commit_sha") : Optional.empty();
        });
    }

    List<PullSnapshot> openPulls(RepositoryId repository) throws GatewayException {
        return list(ApiCall.get("pulls", repository, "pulls")
                .query("state", "open", "sort", "created", "direction", "asc", "per_page", PER_PAGE));
    }

    /** A list has no {@code mergeable}: it takes a request for each pull request, one after the other. */
    Map<Integer, Mergeability> mergeability(RepositoryId repository, String baseRef) throws GatewayException {
        List<PullSnapshot> pulls = list(ApiCall.get("pulls", repository, "pulls")
                .query("state", "open", "base", baseRef, "per_page", PER_PAGE));
        return mergeability(repository, pulls.stream().map(PullSnapshot::number).toList());
    }

    Map<Integer, Mergeability> mergeability(RepositoryId repository, List<Integer> numbers) throws GatewayException {
        Map<Integer, Mergeability> result = new HashMap<>();
        for (int number : numbers) {
            Optional<PullSnapshot> pull = pull(repository, number);
            if (pull.isPresent() && pull.get().open()) {
                result.put(number, pull.get().mergeable());
            }
        }
        return result;
    }

    private List<PullSnapshot> list(ApiCall call) throws GatewayException {
        // A pull request that is opened or closed meanwhile shifts the pages: one may come twice.
        Map<Integer, PullSnapshot> pulls = new LinkedHashMap<>();
        for (Fields fields : http.pages(call, "")) {
            PullSnapshot pull = understood(call, () -> PullJson.snapshot(fields));
            pulls.put(pull.number(), pull);
        }
        return List.copyOf(pulls.values());
    }

    /** What was written on those pull requests since then. */
    List<CommentAdded> comments(RepositoryId repository, List<PullSnapshot> pulls, Instant since)
            throws GatewayException {
        Set<Integer> open = new HashSet<>();
        pulls.forEach(pull -> open.add(pull.number()));
        List<CommentAdded> comments = new ArrayList<>();
        ApiCall issueComments = ApiCall.get("comments", repository, "issues", "comments")
                .query("since", ApiCall.time(since), "per_page", PER_PAGE);
        add(comments, issueComments, CommentSource.ISSUE_COMMENT, "issue_url", open, since);
        ApiCall reviewComments = ApiCall.get("review comments", repository, "pulls", "comments")
                .query("since", ApiCall.time(since), "per_page", PER_PAGE);
        add(comments, reviewComments, CommentSource.REVIEW_COMMENT, "pull_request_url", open, since);
        for (PullSnapshot pull : pulls) {
            // GitHub has no list of all reviews, and a new review makes its pull request an updated one.
            if (!pull.updatedAt().isBefore(since)) {
                addReviews(comments, repository, pull.number(), since);
            }
        }
        return comments;
    }

    private void add(
            List<CommentAdded> comments,
            ApiCall call,
            CommentSource source,
            String parentField,
            Set<Integer> open,
            Instant since)
            throws GatewayException {
        for (Fields fields : http.pages(call, "")) {
            Optional<CommentAdded> comment = understood(call, () -> {
                Matcher parent = NUMBER.matcher(fields.text(parentField));
                if (!parent.find() || !open.contains(Integer.parseInt(parent.group(1)))) {
                    return Optional.empty();
                }
                Optional<CommitSha> reviewed = source == CommentSource.REVIEW_COMMENT
                        ? fields.optionalSha("original_commit_id")
                        : Optional.empty();
                return CommentJson.read(
                        source, Integer.parseInt(parent.group(1)), fields, fields.time("created_at"), reviewed, markup);
            });
            // The list goes by the time of the last change; an edited comment is no new one.
            comment.filter(added -> !added.createdAt().isBefore(since)).ifPresent(comments::add);
        }
    }

    private void addReviews(List<CommentAdded> comments, RepositoryId repository, int number, Instant since)
            throws GatewayException {
        ApiCall call = ApiCall.get("reviews", repository, "pulls", String.valueOf(number), "reviews")
                .query("per_page", PER_PAGE);
        for (Fields fields : http.pages(call, "")) {
            Optional<CommentAdded> comment = understood(call, () -> {
                // One that was begun and not handed in has no time.
                Optional<Instant> submitted = fields.optionalTime("submitted_at");
                if (submitted.isEmpty() || submitted.get().isBefore(since)) {
                    return Optional.empty();
                }
                return CommentJson.read(
                        CommentSource.REVIEW, number, fields, submitted.get(), fields.optionalSha("commit_id"), markup);
            });
            comment.ifPresent(comments::add);
        }
    }

    /** Something read from an element of a list. */
    private interface Reading<T> {
        T read() throws Malformed;
    }

    private static <T> T understood(ApiCall call, Reading<T> reading) throws GatewayException {
        try {
            return reading.read();
        } catch (Malformed e) {
            throw e.inAnswerTo(call.kind());
        }
    }
}
