package io.jenkins.plugins.homu.github;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.event.Event.CommentAdded;
import io.jenkins.plugins.homu.core.event.Event.CommentSource;
import io.jenkins.plugins.homu.core.event.Event.PullAction;
import io.jenkins.plugins.homu.core.event.Event.ReportKind;
import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.Mergeability;
import io.jenkins.plugins.homu.core.model.PullSnapshot;
import io.jenkins.plugins.homu.github.Webhooks.Request;
import io.jenkins.plugins.homu.port.CallbackTranslator.Translation;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;

/** What GitHub's example payloads mean, and those that the examples lack. */
public class WebhookEventsTest {
    private static final String ZERO = "0".repeat(40);

    private final GitHubWebhooks webhooks = Webhooks.translator(Webhooks.hello());

    @Test
    public void everyPublishedExampleIsUnderstood() {
        for (String type : Webhooks.TYPES) {
            for (ObjectNode payload : Webhooks.examples(type)) {
                if (payload.path("repository").has("full_name")) {
                    ((ObjectNode) payload.get("repository")).put("full_name", "Codertocat/Hello-World");
                }
                Translation translation = new Request(type, payload).to(webhooks);
                assertThat(translation).as(type).isNotInstanceOf(Translation.Refused.class);
            }
        }
    }

    @Test
    public void readsANewCommentOnAPullRequest() {
        assertThat(event("issue_comment", Webhooks.pullComment("hello\n@Homu r+")))
                .isEqualTo(new CommentAdded(
                        CommentSource.ISSUE_COMMENT,
                        492700400,
                        1,
                        "Codertocat",
                        List.of("hello", "@Homu r+"),
                        Optional.empty(),
                        "https://github.com/Codertocat/Hello-World/issues/1#issuecomment-492700400",
                        Instant.parse("2019-05-15T15:20:21Z"),
                        false));
    }

    @Test
    public void aCommentIsKeptWholeBesideTheLinesThatMayHoldCommands() {
        String body = "> @homu r-\r\n@homu deploy\n```\nfoo=1\n```\n";
        CommentAdded comment = (CommentAdded) event("issue_comment", Webhooks.pullComment(body));
        assertThat(comment.body()).isEqualTo(body);
    }

    @Test
    public void editedAndDeletedCommentsAreNoCommands() {
        for (String action : List.of("edited", "deleted")) {
            ObjectNode payload = Webhooks.pullComment("@homu r+").put("action", action);
            assertThat(ignored("issue_comment", payload)).contains("only new comments");
        }
    }

    @Test
    public void commentsOnIssuesAreNoCommands() {
        ObjectNode payload = Webhooks.example("issue_comment", "created");
        ((ObjectNode) payload.get("comment")).put("body", "@homu r+");
        assertThat(ignored("issue_comment", payload)).contains("on an issue");
    }

    @Test
    public void commentsThatSpeakToNobodyOrComeFromUsAreIgnored() {
        assertThat(ignored("issue_comment", Webhooks.pullComment("r+ homu @hom @ @@alice")))
                .contains("does not speak to us");
        for (String bot : List.of("homu", "HOMU", "homu[bot]")) {
            ObjectNode payload = Webhooks.pullComment("@homu r+");
            ((ObjectNode) payload.at("/comment/user")).put("login", bot);
            assertThat(ignored("issue_comment", payload)).contains("our own");
        }
    }

    @Test
    public void aDeletedAccountIsTheGhost() {
        ObjectNode payload = Webhooks.pullComment("@homu r+");
        ((ObjectNode) payload.get("comment")).putNull("user");
        assertThat(((CommentAdded) event("issue_comment", payload)).author()).isEqualTo("ghost");
    }

    @Test
    public void readsAReviewWithItsCommit() {
        ObjectNode payload = Webhooks.example("pull_request_review", "submitted");
        assertThat(ignored("pull_request_review", payload)).contains("does not speak to us");
        ((ObjectNode) payload.get("review")).put("body", "@homu r+");
        CommentAdded comment = (CommentAdded) event("pull_request_review", payload);
        assertThat(comment.source()).isEqualTo(CommentSource.REVIEW);
        assertThat(comment.number())
                .isEqualTo(payload.at("/pull_request/number").asInt());
        assertThat(comment.reviewed())
                .contains(new CommitSha(payload.at("/review/commit_id").asText()));
        assertThat(ignored("pull_request_review", payload.put("action", "edited")))
                .contains("handed in");
    }

    @Test
    public void readsAReviewCommentWithTheCommitItWasWrittenFor() {
        ObjectNode payload = Webhooks.example("pull_request_review_comment", "created");
        ((ObjectNode) payload.get("comment")).put("body", "@homu r+").put("original_commit_id", "a".repeat(40));
        CommentAdded comment = (CommentAdded) event("pull_request_review_comment", payload);
        assertThat(comment.source()).isEqualTo(CommentSource.REVIEW_COMMENT);
        assertThat(comment.reviewed()).contains(new CommitSha("a".repeat(40)));
    }

    @Test
    public void readsAnOpenedPullRequest() {
        ObjectNode payload = Webhooks.example("pull_request", "opened");
        Event.PullChanged changed = (Event.PullChanged) event("pull_request", payload);
        assertThat(changed.action()).isEqualTo(PullAction.OPENED);
        assertThat(changed.sender()).isEqualTo("Codertocat");
        PullSnapshot pull = changed.pull();
        assertThat(pull.number()).isEqualTo(2);
        assertThat(pull.title()).isEqualTo("Update the README with new information.");
        assertThat(pull.author()).isEqualTo("Codertocat");
        assertThat(pull.headRef()).isEqualTo("changes");
        assertThat(pull.headOwner()).contains("Codertocat");
        assertThat(pull.baseRef()).isEqualTo("master");
        assertThat(pull.mergeable()).isEqualTo(Mergeability.UNKNOWN);
        assertThat(pull.open()).isTrue();
        assertThat(pull.merged()).isFalse();
        assertThat(pull.mergedAs()).isEmpty();
    }

    @Test
    public void readsWhatMayBeNull() {
        ObjectNode payload = Webhooks.example("pull_request", "opened");
        ObjectNode pull = (ObjectNode) payload.get("pull_request");
        pull.putNull("body").putNull("user").putNull("assignees").putNull("mergeable");
        ((ObjectNode) pull.get("head")).putNull("repo");
        PullSnapshot snapshot = ((Event.PullChanged) event("pull_request", payload)).pull();
        assertThat(snapshot.headOwner()).isEmpty();
        assertThat(snapshot.body()).isEmpty();
        assertThat(snapshot.author()).isEqualTo("ghost");
    }

    @Test
    public void readsAnEditWhichTheExamplesLack() {
        ObjectNode payload = Webhooks.example("pull_request", "opened").put("action", "edited");
        payload.putObject("changes").putObject("base").putObject("ref").put("from", "old");
        assertThat(((Event.PullChanged) event("pull_request", payload)).action())
                .isEqualTo(PullAction.EDITED);
    }

    @Test
    public void tellsMergedFromClosed() {
        ObjectNode payload = Webhooks.example("pull_request", "closed");
        Event.PullClosed closed = (Event.PullClosed) event("pull_request", payload);
        assertThat(closed.pull().merged()).isFalse();
        assertThat(closed.pull().open()).isFalse();
        ((ObjectNode) payload.get("pull_request"))
                .put("merged", true)
                .put("merged_at", "2019-05-15T15:20:33Z")
                .put("merge_commit_sha", "b".repeat(40));
        closed = (Event.PullClosed) event("pull_request", payload);
        assertThat(closed.pull().merged()).isTrue();
        assertThat(closed.pull().mergedAs()).contains(new CommitSha("b".repeat(40)));
    }

    @Test
    public void readsLabelsAndAssignees() {
        ObjectNode payload = Webhooks.example("pull_request", "labeled");
        Event.PullChanged changed = (Event.PullChanged) event("pull_request", payload);
        assertThat(changed.action()).isEqualTo(PullAction.UPDATED);
        assertThat(changed.pull().labels()).isEqualTo(Set.of("bug"));
        payload = Webhooks.example("pull_request", "assigned");
        assertThat(((Event.PullChanged) event("pull_request", payload)).pull().assignees())
                .containsExactly("Codertocat");
    }

    @Test
    public void changesToAClosedPullRequestAreIgnored() {
        ObjectNode payload = Webhooks.example("pull_request", "labeled");
        ((ObjectNode) payload.get("pull_request")).put("state", "closed");
        assertThat(ignored("pull_request", payload)).contains("closed");
    }

    @Test
    public void readsPushesToBranchesOnly() {
        Event.BranchPushed pushed = Webhooks.examples("push").stream()
                .filter(it -> it.get("ref").asText().equals("refs/heads/master"))
                .map(it -> (Event.BranchPushed) event("push", it))
                .findFirst()
                .orElseThrow();
        assertThat(pushed.branch()).isEqualTo("master");
        assertThat(pushed.after()).isPresent();
        ObjectNode tag = Webhooks.examples("push").get(0);
        assertThat(ignored("push", tag)).contains("something else than a branch");
    }

    @Test
    public void readsANewAndADeletedBranch() {
        ObjectNode payload = Webhooks.examples("push").get(0).put("ref", "refs/heads/a/b");
        payload.put("before", ZERO).put("after", "c".repeat(40)).put("forced", true);
        payload.putObject("head_commit").put("message", "Title\n\nBody");
        assertThat(event("push", payload))
                .isEqualTo(new Event.BranchPushed(
                        "a/b",
                        Optional.empty(),
                        Optional.of(new CommitSha("c".repeat(40))),
                        true,
                        "Title",
                        "Codertocat"));
        payload.put("before", "c".repeat(40))
                .put("after", ZERO)
                .put("deleted", true)
                .putNull("head_commit");
        Event.BranchPushed deleted = (Event.BranchPushed) event("push", payload);
        assertThat(deleted.after()).isEmpty();
        assertThat(deleted.headTitle()).isEmpty();
    }

    @Test
    public void readsStatusesOfConfiguredContexts() {
        ObjectNode payload = Webhooks.examples("status").get(0);
        payload.put("target_url", "javascript:alert(1)").put("description", "fine");
        CommitSha sha = new CommitSha(payload.get("sha").asText());
        assertThat(event("status", payload))
                .isEqualTo(new Event.ResultsReported(List.of(new Reported(
                        ReportKind.STATUS, sha, "default", BuilderState.SUCCESS, Optional.empty(), "fine"))));
        assertThat(state("status", payload.put("state", "pending"))).isEqualTo(BuilderState.RUNNING);
        assertThat(state("status", payload.put("state", "error"))).isEqualTo(BuilderState.FAILURE);
        assertThat(state("status", payload.put("context", "try-context"))).isEqualTo(BuilderState.FAILURE);
        assertThat(ignored("status", payload.put("context", "homu"))).contains("no builder");
    }

    @Test
    public void readsCheckRunsOfConfiguredNames() {
        ObjectNode payload = Webhooks.example("check_run", "completed");
        ObjectNode run = (ObjectNode) payload.get("check_run");
        run.put("name", "Octocoders-linter").put("status", "completed");
        EnumSet<BuilderState> seen = EnumSet.noneOf(BuilderState.class);
        for (String conclusion : List.of(
                "success", "neutral", "failure", "timed_out", "action_required", "startup_failure", "cancelled")) {
            run.put("conclusion", conclusion);
            BuilderState state = state("check_run", payload);
            boolean good = conclusion.equals("success") || conclusion.equals("neutral");
            assertThat(state == BuilderState.SUCCESS).as(conclusion).isEqualTo(good);
            seen.add(state);
        }
        assertThat(seen).containsExactlyInAnyOrder(BuilderState.SUCCESS, BuilderState.FAILURE, BuilderState.CANCELLED);
        for (String conclusion : List.of("skipped", "stale")) {
            run.put("conclusion", conclusion);
            assertThat(ignored("check_run", payload)).contains("tested nothing");
        }
        run.put("status", "queued").putNull("conclusion");
        assertThat(state("check_run", payload.put("action", "created"))).isEqualTo(BuilderState.RUNNING);
        assertThat(ignored("check_run", payload.put("action", "rerequested"))).contains("action");
        run.put("name", "something else");
        assertThat(ignored("check_run", payload.put("action", "created"))).contains("no builder");
    }

    private BuilderState state(String type, ObjectNode payload) {
        return ((Event.ResultsReported) event(type, payload)).reports().get(0).state();
    }

    private Event event(String type, ObjectNode payload) {
        Translation translation = new Request(type, payload).to(webhooks);
        assertThat(translation).isInstanceOf(Translation.Accepted.class);
        return ((Translation.Accepted) translation).events().get(0);
    }

    private String ignored(String type, ObjectNode payload) {
        Translation translation = new Request(type, payload).to(webhooks);
        assertThat(translation).isInstanceOf(Translation.Ignored.class);
        assertThat(((Translation.Ignored) translation).type()).isEqualTo(type);
        return ((Translation.Ignored) translation).why();
    }
}
