package io.jenkins.plugins.homu.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.BuilderResult;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.PullRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

public class QueueJsonTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    public void aQueueHasExactlyTheDocumentedShape() throws Exception {
        PullRequest testing =
                SampleQueues.approved(SampleQueues.pull(5, "Say \"hi\" </script>"), Duration.ofMinutes(3));
        PullRequest other = SampleQueues.pull(4, "Other");
        SampleReader reader = new SampleReader(SampleQueues.closed(
                SampleQueues.state(
                        "widget",
                        1,
                        List.of(testing, other),
                        List.of(SampleQueues.attempt(
                                1,
                                Attempt.Kind.AUTO,
                                Attempt.Phase.TESTING,
                                testing,
                                SampleQueues.result("linux", BuilderState.SUCCESS, "https://ci.example/1", "fine"),
                                SampleQueues.result("windows", BuilderState.WAITING, "javascript:alert(1)", "")))),
                3,
                "Release"));

        assertThat(get(reader, "/api/queue/widget"))
                .isEqualTo(
                        """
                        {"repositories":[{"label":"widget","owner":"acme","name":"widget",\
                        "tree":{"closed_below":3,"reason":"Release"},"pulls":[\
                        {"number":5,"title":"Say \\"hi\\" </script>","author":"dora","url":"https://github.com/acme/widget/pull/5",\
                        "head_sha":"%s","head_ref":"dora:topic-5","base_ref":"main","status":"pending","try":false,\
                        "priority":0,"rollup":"maybe","approved_by":"alice","approved_sha":"%s","delegate":null,\
                        "mergeable":true,"assignee":null,"merge_sha":"%s","builders":[\
                        {"name":"linux","state":"success","url":"https://ci.example/1"},\
                        {"name":"windows","state":"waiting","url":null}],\
                        "position":1,"why_not":"It is being tested; waiting for windows"},\
                        {"number":4,"title":"Other","author":"dora","url":"https://github.com/acme/widget/pull/4",\
                        "head_sha":"%s","head_ref":"dora:topic-4","base_ref":"main","status":"","try":false,\
                        "priority":0,"rollup":"maybe","approved_by":null,"approved_sha":null,"delegate":null,\
                        "mergeable":true,"assignee":null,"merge_sha":null,"builders":[],\
                        "position":null,"why_not":"It is not approved"}]}]}"""
                                .formatted(
                                        SampleQueues.sha(5),
                                        SampleQueues.sha(5),
                                        SampleQueues.sha(9001),
                                        SampleQueues.sha(4)));
    }

    @Test
    public void anOpenTreeIsNullAndSeveralQueuesComeInTheOrderOfTheConfiguration() throws Exception {
        SampleReader reader = new SampleReader(SampleQueues.widget(), SampleQueues.gadget());

        JsonNode all = MAPPER.readTree(get(reader, "/api/queue/all"));

        assertThat(all.at("/repositories/0/label").asText()).isEqualTo("widget");
        assertThat(all.at("/repositories/0/tree").toString()).isEqualTo("{\"closed_below\":null,\"reason\":null}");
        assertThat(all.at("/repositories/1/label").asText()).isEqualTo("gadget");
        assertThat(MAPPER.readTree(get(reader, "/api/queue/gadget+widget"))
                        .at("/repositories/0/label")
                        .asText())
                .isEqualTo("gadget");
    }

    @Test
    public void onePullRequestIsToldWithItsAttemptsAndHistory() throws Exception {
        JsonNode pull = MAPPER.readTree(get(new SampleReader(SampleQueues.widget()), "/api/pull/widget/110"));

        assertThat(pull.get("open").asBoolean()).isTrue();
        assertThat(pull.at("/pull/status").asText()).isEqualTo("failure");
        assertThat(fields(pull.get("attempts").get(0)))
                .containsExactly(
                        "id",
                        "kind",
                        "phase",
                        "base_ref",
                        "base_sha",
                        "merge_sha",
                        "pulls",
                        "builders",
                        "created_at",
                        "started_at",
                        "ended_at",
                        "reason");
        assertThat(pull.at("/attempts/0/kind").asText()).isEqualTo("auto");
        assertThat(pull.at("/attempts/0/builders/1/state").asText()).isEqualTo("failure");
        assertThat(pull.at("/history/2/by").asText()).isEqualTo("alice");
    }

    @Test
    public void buildersAreWhereThePageSaysTheyAre() throws Exception {
        PullRequest pull = SampleQueues.pull(5, "Change");
        BuilderResult waiting = SampleQueues.result("linux", BuilderState.WAITING, null, "");
        BuilderResult failed = SampleQueues.result("windows", BuilderState.FAILURE, null, "");
        Attempt ended = SampleQueues.attempt(1, Attempt.Kind.AUTO, Attempt.Phase.FAILED, pull, waiting, failed);
        SampleReader reader = new SampleReader(SampleQueues.state(
                "widget", 1, List.of(pull), List.of(ended, SampleQueues.conflicting(2, pull, waiting))));

        JsonNode attempts = MAPPER.readTree(get(reader, "/api/pull/widget/5")).get("attempts");

        assertThat(attempts).hasSize(2);
        for (JsonNode attempt : attempts) {
            if (attempt.get("id").asInt() == 1) {
                assertThat(attempt.at("/builders/0/state").asText()).isEqualTo("no result");
                assertThat(attempt.at("/builders/1/state").asText()).isEqualTo("failure");
            } else {
                assertThat(attempt.get("builders")).isEmpty();
            }
        }
    }

    private static List<String> fields(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String get(SampleReader reader, String path) {
        try (Application application = Applications.over(reader)) {
            return application.handle(HttpRequest.get(path, null)).join().text();
        }
    }
}
