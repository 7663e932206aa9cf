package io.jenkins.plugins.homu.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Map;
import org.junit.Test;

/** Statuses, check runs and workflow runs. */
public class StatusRoutesTest extends SimulatorTestBase {

    private String statuses() {
        return "/repos/acme/widget/statuses/" + widget.tip("main");
    }

    @Test
    public void statusesAreCombined() throws Exception {
        assertThat(homu().post(statuses(), Map.of("state", "success", "context", "a"))
                        .status())
                .isEqualTo(201);
        homu().post(statuses(), Map.of("state", "pending", "context", "b", "target_url", "https://ci.example.org/1"));
        String combined = "/repos/acme/widget/commits/main/status";
        assertThat(homu().get(combined).json().path("state").asText()).isEqualTo("pending");
        homu().post(statuses(), Map.of("state", "error", "context", "b"));
        JsonNode json = homu().get(combined).json();
        assertThat(json.path("state").asText()).isEqualTo("failure");
        assertThat(json.path("total_count").asInt()).isEqualTo(2);
        assertThat(homu().get("/repos/acme/widget/commits/main/statuses").json())
                .extracting(status -> status.path("state").asText())
                .containsExactly("error", "pending", "success");
    }

    @Test
    public void statusesHaveLimits() throws Exception {
        assertThat(homu().post(statuses(), Map.of("state", "success", "description", "d".repeat(140)))
                        .status())
                .isEqualTo(201);
        ApiClient.Answer longer = homu().post(statuses(), Map.of("state", "success", "description", "d".repeat(141)));
        assertThat(longer.status()).isEqualTo(422);
        assertThat(longer.json().path("errors").get(0).path("message").asText()).contains("140 characters");
        assertThat(homu().post(statuses(), Map.of("state", "good")).status()).isEqualTo(422);
        assertThat(homu().post("/repos/acme/widget/statuses/" + "1".repeat(40), Map.of("state", "success"))
                        .message())
                .startsWith("No commit found for SHA");
        for (int i = 0; i < 999; i++) {
            widget.status(widget.tip("main"), "default", "pending", null, null);
        }
        assertThat(homu().post(statuses(), Map.of("state", "success")).status()).isEqualTo(422);
        assertThat(homu().post(statuses(), Map.of("state", "success", "context", "other"))
                        .status())
                .isEqualTo(201);
    }

    @Test
    public void checkRunsBelongToApps() throws Exception {
        Map<String, String> wanted = Map.of("name", "homu", "head_sha", widget.tip("main"), "status", "in_progress");
        assertThat(homu().post("/repos/acme/widget/check-runs", wanted).message())
                .isEqualTo("You must authenticate via a GitHub App.");
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair keys = generator.generateKeyPair();
        SimApp app = github.accounts().app("queue", github.organization("acme"), keys.getPublic());
        SimInstallation installation = github.accounts().install(app, widget.owner());
        ApiClient asApp =
                new ApiClient(github, github.accounts().installationToken(installation, java.time.Duration.ofHours(1)));
        ApiClient.Answer created = asApp.post("/repos/acme/widget/check-runs", wanted);
        assertThat(created.status()).isEqualTo(201);
        String run =
                "/repos/acme/widget/check-runs/" + created.json().path("id").asLong();
        assertThat(asApp.patch(run, Map.of("status", "completed")).status()).isEqualTo(422);
        assertThat(asApp.patch(run, Map.of("conclusion", "success"))
                        .json()
                        .path("status")
                        .asText())
                .isEqualTo("completed");
        JsonNode list = homu().get("/repos/acme/widget/commits/main/check-runs").json();
        assertThat(list.path("total_count").asInt()).isEqualTo(1);
        assertThat(list.path("check_runs").get(0).path("app").path("slug").asText())
                .isEqualTo("queue");
        assertThat(homu().get("/repos/acme/widget/commits/main/check-suites")
                        .json()
                        .path("check_suites")
                        .get(0)
                        .path("conclusion")
                        .asText())
                .isEqualTo("success");
        github.accounts().uninstall(installation);
        assertThat(asApp.get("/repos/acme/widget").status()).isEqualTo(401);
    }

    @Test
    public void workflowRunsAreCancelledAndRunAgain() throws Exception {
        SimWorkflowRun run = widget.workflowRun("build", "main");
        widget.checkRun(widget.tip("main"), "job", null, null);
        String runs = "/repos/acme/widget/actions/runs";
        assertThat(homu().get(runs + "?head_sha=" + widget.tip("main"))
                        .json()
                        .path("total_count")
                        .asInt())
                .isEqualTo(1);
        assertThat(homu().get(runs + "?head_sha=" + "1".repeat(40))
                        .json()
                        .path("total_count")
                        .asInt())
                .isZero();
        assertThat(homu().post(runs + "/" + run.id() + "/cancel", Map.of()).status())
                .isEqualTo(202);
        assertThat(homu().post(runs + "/" + run.id() + "/cancel", Map.of()).status())
                .isEqualTo(409);
        assertThat(widget.statuses().runs(widget.tip("main"), true).get(0).conclusion())
                .isEqualTo("cancelled");
        assertThat(homu().post(runs + "/" + run.id() + "/rerun-failed-jobs", Map.of())
                        .status())
                .isEqualTo(201);
        assertThat(homu().get(runs + "/" + run.id()).json().path("run_attempt").asInt())
                .isEqualTo(2);
    }
}
