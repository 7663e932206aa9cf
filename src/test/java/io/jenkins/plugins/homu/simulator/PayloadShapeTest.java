package io.jenkins.plugins.homu.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.homu.simulator.hook.SimDelivery;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.Test;

/**
 * The payloads have every key that all of GitHub's examples of that event and action have, with the same type. The
 * examples are octokit's, see {@code octokit/README.md} in the test resources.
 */
public class PayloadShapeTest extends SimulatorTestBase {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Keys that only some kinds of accounts and subscriptions have, and what an App was granted. */
    private static final Set<String> OPTIONAL = Set.of("organization", "installation", "permissions");

    private final List<SimDelivery> events = new CopyOnWriteArrayList<>();

    private void live() throws Exception {
        github.webhooks().listen(events::add);
        widget.webhook("http://127.0.0.1:9/", "s");
        SimPull pull = pullAdding("fix");
        long comment = pull.comment("alice", "hello");
        pull.editComment(comment, "changed", github.user("alice"));
        pull.deleteComment(comment, github.user("alice"));
        pull.push(Map.of("more", "x\n"));
        pull.label("a");
        pull.unlabel("a");
        pull.assign("carol");
        pull.unassign("carol");
        pull.draft(true);
        pull.draft(false);
        pull.requestReview("carol");
        pull.lock(true);
        pull.lock(false);
        pull.review("alice", "fine");
        pull.editReviewComment(pull.reviewComment("alice", "fix.txt", "nit"), "big");
        pull.close();
        pull.reopen();
        widget.status(pull.headSha(), "ci", "success", "https://ci.example.org", "fine");
        widget.checkRun(pull.headSha(), "job", null, "https://ci.example.org");
        widget.checkRun(pull.headSha(), "job", "success", "https://ci.example.org");
        assertThat(github.webhooks().awaitQuiet(Duration.ofSeconds(20))).isTrue();
    }

    @Test
    public void payloadsHaveTheKeysOfGitHubsExamples() throws Exception {
        live();
        Set<String> compared = new TreeSet<>();
        List<String> differences = new ArrayList<>();
        for (SimDelivery delivery : events) {
            List<JsonNode> examples = examples(delivery.event(), delivery.action());
            if (!examples.isEmpty()) {
                String name = delivery.event() + (delivery.action() == null ? "" : "." + delivery.action());
                compared.add(name);
                compare(name, examples, delivery.body(), differences);
            }
        }
        assertThat(differences).isEmpty();
        assertThat(compared)
                .contains(
                        "issue_comment.created",
                        "issue_comment.deleted",
                        "issue_comment.edited",
                        "pull_request.closed",
                        "pull_request.converted_to_draft",
                        "pull_request.labeled",
                        "pull_request.opened",
                        "pull_request.ready_for_review",
                        "pull_request.reopened",
                        "pull_request.synchronize",
                        "pull_request_review.submitted",
                        "pull_request_review_comment.created",
                        "push",
                        "status",
                        "check_run.completed",
                        "check_run.created",
                        "check_suite.completed");
    }

    private static List<JsonNode> examples(String event, String action) throws IOException {
        List<JsonNode> result = new ArrayList<>();
        try (InputStream in = PayloadShapeTest.class.getResourceAsStream("/octokit/" + event + ".jsonl")) {
            if (in == null) {
                return result;
            }
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                if (!line.isBlank()) {
                    JsonNode example = JSON.readTree(line);
                    if (action == null || action.equals(example.path("action").asText())) {
                        result.add(example);
                    }
                }
            }
        }
        return result;
    }

    private static void compare(String path, List<JsonNode> examples, JsonNode ours, List<String> differences) {
        JsonNode first = examples.get(0);
        first.fieldNames().forEachRemaining(key -> {
            if (OPTIONAL.contains(key) || !examples.stream().allMatch(example -> example.has(key))) {
                return;
            }
            String at = path + "." + key;
            if (!ours.has(key)) {
                differences.add(at + " is missing");
                return;
            }
            List<JsonNode> values = new ArrayList<>();
            examples.forEach(example -> values.add(element(example.get(key))));
            values.removeIf(value -> value == null || value.isNull());
            JsonNode mine = element(ours.get(key));
            if (values.isEmpty() || mine == null || mine.isNull()) {
                return;
            }
            if (values.stream().noneMatch(value -> value.getNodeType() == mine.getNodeType())) {
                differences.add(at + " is " + mine.getNodeType() + " instead of "
                        + values.get(0).getNodeType());
            } else if (mine.isObject()) {
                compare(at, values.stream().filter(JsonNode::isObject).toList(), mine, differences);
            }
        });
    }

    /** Of an array its first element, which stands for all. */
    private static JsonNode element(JsonNode node) {
        return node.isArray() ? node.get(0) : node;
    }
}
