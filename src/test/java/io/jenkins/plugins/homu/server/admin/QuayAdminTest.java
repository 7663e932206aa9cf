package io.jenkins.plugins.homu.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.homu.ci.QuayStub;
import io.jenkins.plugins.homu.server.admin.AdminServer.Answer;
import io.jenkins.plugins.homu.simulator.SimDeployKey;
import io.jenkins.plugins.homu.simulator.SimPull;
import io.jenkins.plugins.homu.simulator.SimRepository;
import io.jenkins.plugins.homu.simulator.web.Fault;
import io.jenkins.plugins.homu.testing.Await;
import io.jenkins.plugins.homu.testing.LogRecorder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Repositories that are added and built at Quay: a whole server, a simulated GitHub, and a stub of Quay's API. */
public class QuayAdminTest {
    /** As homu's README has it. */
    private static final String README =
            """
            {"owner": "acme", "name": "gadget", "reviewers": ["alice"], "github": {}, "builder": "quay",
             "quay": {"public": true}}
            """;

    private static final String PATH = "space/gadget";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final LogRecorder log = new LogRecorder();
    private final QuayStub quay = new QuayStub();
    private final List<String> secrets = new ArrayList<>(List.of(QuayStub.TOKEN, "trigger-code-98765"));
    private AdminServer homu;
    private SimRepository gadget;

    @Before
    public void start() throws IOException {
        homu = new AdminServer(
                folder.getRoot().toPath(),
                "secret = \"the-original's-secret\"\n[quay]\naccess_token = \"" + QuayStub.TOKEN + "\"\napi_url = \""
                        + quay.url() + "\"\nnamespace = \"space\"\n",
                // Quay does not call localhost, so it is called otherwise.
                "http://homu.invalid:");
        quay.resolve("homu.invalid:" + homu.port(), "127.0.0.1:" + homu.port());
        gadget = homu.repository("acme", "gadget");
    }

    @After
    public void stop() {
        homu.close();
        quay.close();
        assertThat(log.lines()).allSatisfy(line -> assertThat(line).doesNotContain(secrets.toArray(String[]::new)));
        log.close();
    }

    private JsonNode added(String body) {
        Answer answer = homu.put(body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        secrets.add(answer.json().path("quay").path("secret").textValue());
        secrets.add(answer.json().path("github").path("secret").textValue());
        return answer.json();
    }

    private String existing(String more) {
        return README.replace("\"public\": true", "\"existing_repo\": \"images\"" + more);
    }

    private SimPull approved(String name) {
        gadget.branch(name, "main", Map.of(name + ".txt", name + "\n"));
        SimPull pull = gadget.openPull("bob", name, "main", "Fix " + name, "It was broken.");
        pull.comment("alice", "@homu r+");
        return pull;
    }

    private void hooksReachUs() {
        // The simulated GitHub calls whatever address it was given.
        gadget.webhook(homu.url() + "/github", gadget.hooks().get(0).secret());
    }

    // ---- adding --------------------------------------------------------------------------------------------------

    @Test
    public void anAddressThatQuayDoesNotCallIsRefusedWithTheSetting() throws IOException {
        try (AdminServer local = new AdminServer(
                folder.newFolder().toPath(),
                "[quay]\naccess_token = \"" + QuayStub.TOKEN + "\"\napi_url = \"" + quay.url()
                        + "\"\nnamespace = \"space\"\n")) {
            SimRepository there = local.repository("acme", "gadget");
            Answer answer = local.put(README);
            assertThat(answer.status()).isEqualTo(409);
            assertThat(answer.text()).contains("[web] base_url", "Nothing was added");
            assertThat(there.hooks()).isEmpty();
            assertThat(quay.repositories()).isEmpty();
        }
    }

    @Test
    public void theReadmesRequestSetsEverythingUp() {
        JsonNode made = added(README);
        JsonNode part = made.path("quay");
        assertThat(part.path("name").textValue()).isEqualTo("gadget");
        assertThat(part.path("namespace").textValue()).isEqualTo("space");
        assertThat(part.path("public").booleanValue()).isTrue();
        assertThat(part.path("url").textValue()).isEqualTo(quay.url() + "/repository/space/gadget");
        assertThat(part.path("build_branches").toString()).isEqualTo("[\"master\",\"develop\",\"auto\"]");
        assertThat(part.path("secret").textValue()).matches("[0-9a-f]{40}");
        assertThat(made.path("label").textValue()).isEqualTo("acme/gadget");
        assertThat(quay.repository(PATH).visibility).isEqualTo("public");
        String user =
                part.path("username").textValue() + ":" + part.path("secret").textValue();
        assertThat(quay.repository(PATH).notifications.values())
                .extracting(one -> one.path("event").asText() + " "
                        + one.path("config").path("url").asText())
                .containsExactly(
                        "build_success http://" + user + "@homu.invalid:" + homu.port()
                                + "/quay/acme/gadget/build_success",
                        "build_failure http://" + user + "@homu.invalid:" + homu.port()
                                + "/quay/acme/gadget/build_failure");
        assertThat(part.path("status_webhook_uuids"))
                .extracting(JsonNode::textValue)
                .containsExactlyElementsOf(quay.repository(PATH).notifications.keySet());
        assertThat(gadget.hooks()).hasSize(1);

        Answer shown = homu.get("/acme/gadget");
        assertThat(shown.text()).doesNotContain(secrets.toArray(String[]::new)).contains("\"username\"");
        assertThat(homu.put(README).json()).isEqualTo(shown.json());
        assertThat(quay.repositories()).containsExactly(PATH);
    }

    @Test
    public void aRepositoryIsPrivateUnlessItIsSaid() {
        added(README.replace("\"public\": true", ""));
        assertThat(quay.repository(PATH).visibility).isEqualTo("private");
        homu.delete("/acme/gadget");
        added(README.replace("\"public\": true", "\"private\": false"));
        assertThat(quay.repository(PATH).visibility).isEqualTo("public");
        homu.delete("/acme/gadget");
        added(README.replace("\"public\": true", "\"public\": false"));
        assertThat(quay.repository(PATH).visibility).isEqualTo("private");
    }

    @Test
    public void anExistingRepositoryIsTakenWithItsTrigger() {
        quay.create("space/images");
        String trigger = quay.makeTrigger("space/images");
        JsonNode made = added(existing(", \"trigger_uuid\": \"" + trigger + "\", \"context\": \"/docker\""));
        assertThat(quay.calls).noneMatch(call -> call.startsWith("POST /api/v1/repository {"));
        JsonNode config = quay.repository("space/images").triggers.get(trigger).path("config");
        assertThat(config.path("build_source").asText()).isEqualTo("git@127.0.0.1:acme/gadget.git");
        assertThat(config.path("context").asText()).isEqualTo("/docker");
        assertThat(config.path("dockerfile_path").asText()).isEqualTo("/Dockerfile");
        SimDeployKey key = gadget.deployKeys().values().iterator().next();
        assertThat(key.title()).isEqualTo("Quay.io Builder");
        assertThat(key.readOnly()).isTrue();
        assertThat(key.key()).isEqualTo("ssh-rsa AAAA" + trigger);
        assertThat(made.path("quay").path("ssh").longValue()).isEqualTo(key.id());
        assertThat(made.path("quay").path("webhook").textValue()).contains("trigger-code-98765");
        assertThat(homu.get("/acme/gadget").text()).doesNotContain("trigger-code-98765");
    }

    @Test
    public void pullRequestsAreMergedWhenQuayHasBuiltThem() {
        quay.create("space/images");
        String trigger = quay.makeTrigger("space/images");
        added(existing(", \"trigger_uuid\": \"" + trigger + "\""));
        hooksReachUs();

        SimPull good = approved("good");
        String id = builtAt("space/images");
        assertThat(quay.finish("space/images", id, "complete")).containsExactly(202);
        Await.until("the merge", good::isMerged);

        SimPull bad = approved("bad");
        Await.until("the next test", () -> !gadget.tip("auto").equals(gadget.tip("main")));
        String failing = builtAt("space/images");
        assertThat(quay.finish("space/images", failing, "error")).containsExactly(202);
        Await.until("the comment", () -> bad.comments().stream()
                .anyMatch(comment -> comment.body().contains("Test failed")));
        assertThat(bad.isMerged()).isFalse();
        assertThat(bad.comments())
                .anyMatch(comment -> comment.body().contains("/repository/space/images/build/" + failing));
    }

    /** The build of what is being tested, once it was started. */
    private String builtAt(String path) {
        Await.until(
                "the build",
                () -> gadget.findTip("auto").isPresent()
                        && quay.buildOf(path, gadget.tip("auto")).isPresent());
        return quay.buildOf(path, gadget.tip("auto")).orElseThrow();
    }

    @Test
    public void aReportWithoutAWordIsCheckedAtQuay() {
        quay.create("space/images");
        String trigger = quay.makeTrigger("space/images");
        JsonNode made = added(existing(", \"trigger_uuid\": \"" + trigger + "\""));
        hooksReachUs();
        SimPull pull = approved("fix");
        String id = builtAt("space/images");
        String body = quay.event("space/images", id).toString();
        quay.phase("space/images", id, "error");
        String user = made.path("quay").path("username").textValue();
        String secret = made.path("quay").path("secret").textValue();
        String basic = "Basic "
                + java.util.Base64.getEncoder()
                        .encodeToString((user + ":" + secret).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        Answer answer = homu.send("POST", "/quay", body, "Authorization", basic, "Content-Type", "application/json");
        assertThat(answer.status()).isEqualTo(202);
        Await.until("the comment", () -> pull.comments().stream()
                .anyMatch(comment -> comment.body().contains("Test failed")));
        assertThat(pull.isMerged()).isFalse();
        assertThat(homu.send("POST", "/quay", body, "Authorization", "Basic eDp5", "Content-Type", "application/json")
                        .status())
                .isEqualTo(401);
    }

    // ---- what goes wrong -----------------------------------------------------------------------------------------

    private void assertNothingIsLeft() {
        assertThat(homu.labels()).isEmpty();
        assertThat(gadget.hooks()).isEmpty();
        assertThat(gadget.deployKeys()).isEmpty();
        assertThat(homu.get("/acme/gadget").status()).isEqualTo(404);
    }

    @Test
    public void everyStepIsTakenBack() {
        quay.fail("POST /api/v1/repository ?", 403, 1);
        assertRefused(README, 403, "Quay, repository space/gadget", "Out of order", "Nothing was added");
        assertThat(quay.repositories()).isEmpty();

        quay.fail("POST .*/notification/", 520, 1);
        assertRefused(README, 520, "notification of space/gadget");
        assertThat(quay.repositories()).isEmpty();

        quay.create(PATH);
        assertRefused(README, 400, "Repository already exists", "\\\"existing_repo\\\": \\\"gadget\\\"");
        // It isn't ours to delete.
        assertThat(quay.repositories()).containsExactly(PATH);

        quay.planIsFull();
        assertRefused(README.replace("gadget", "other").replace("\"public\": true", ""), 404, "Not Found");
        homu.repository("acme", "other");
        assertRefused(
                README.replace("gadget", "other").replace("\"public\": true", ""),
                402,
                "Payment Required",
                "make it public");
        assertThat(homu.github.repository("acme", "other").hooks()).isEmpty();
    }

    private void assertRefused(String body, int status, String... words) {
        Answer answer = homu.put(body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.text()).contains(List.of(words)).doesNotContain(secrets.toArray(String[]::new));
        assertNothingIsLeft();
    }

    @Test
    public void whatWasMadeByHandStaysWhenAStepFails() {
        quay.create("space/images");
        String trigger = quay.makeTrigger("space/images");
        String body = existing(", \"trigger_uuid\": \"" + trigger + "\"");
        assertRefused(existing(", \"trigger_uuid\": \"00000000-0000-0000-0000-000000000000\""), 404, "docs/quay.md");
        quay.fail("POST .*/activate", 400, 1);
        assertRefused(body, 400, "activation of the trigger");
        homu.github
                .faults()
                .inject(Fault.status(422).on("POST /repos/{owner}/{repo}/keys").times(1));
        assertRefused(body, 422, "POST", "/keys");
        quay.fail("POST .*/notification/", 500, 1);
        assertRefused(body, 500, "notification");
        assertThat(quay.repositories()).containsExactly("space/images");
        assertThat(quay.repository("space/images").triggers).containsKey(trigger);
        assertThat(quay.repository("space/images").notifications).isEmpty();
        // It is active by now, which is no obstacle.
        added(body);
        assertThat(gadget.deployKeys()).hasSize(1);
    }

    @Test
    public void repositoryAtQuayMayBeCalledOtherwise() {
        assertThat(added(README.replace("\"public\": true", "\"name\": \"gadget-image\""))
                        .path("quay")
                        .path("name")
                        .textValue())
                .isEqualTo("gadget-image");
        assertThat(quay.repositories()).containsExactly("space/gadget-image");
    }

    @Test
    public void whatCannotBeIsRefusedBeforeAnythingIsDone() {
        assertRefused(existing(", \"name\": \"others\""), 422, "another than existing_repo");
        assertRefused(README.replace("\"public\": true", "\"public\": \"yes\""), 422, "true or false");
        assertRefused(existing("").replace("\"images\"", "7"), 422, "existing_repo");
        assertRefused(existing("").replace("images", "../x"), 422, "quay.name");
        assertRefused(README.replace("\"public\": true", "\"trigger_uuid\": \"x\""), 422, "has no trigger yet");
        assertRefused(existing(", \"trigger_uuid\": \"x/../y\""), 422, "must be a UUID");
        assertRefused(README.replace("\"public\": true", "\"username\": \"a:b\""), 422, "no colon");
        assertThat(quay.calls).isEmpty();
    }

    // ---- removing ------------------------------------------------------------------------------------------------

    @Test
    public void aRepositoryGoesWithItsRepositoryAtQuay() throws Exception {
        added(README);
        homu.restart();
        assertThat(homu.delete("/acme/gadget").text()).isEqualTo("acme/gadget");
        assertThat(quay.repositories()).isEmpty();
        assertNothingIsLeft();
    }

    @Test
    public void keepRepoKeepsIt() {
        added(README);
        assertThat(homu.delete("/acme/gadget?keep_repo=True").status()).isEqualTo(200);
        assertThat(quay.repositories()).containsExactly(PATH);
        assertThat(quay.repository(PATH).notifications).isEmpty();
        assertNothingIsLeft();
    }

    @Test
    public void whatWasThereBeforeUsStays() {
        quay.create("space/images");
        String trigger = quay.makeTrigger("space/images");
        added(existing(", \"trigger_uuid\": \"" + trigger + "\""));
        assertThat(homu.delete("/acme/gadget").status()).isEqualTo(200);
        assertThat(quay.repositories()).containsExactly("space/images");
        assertThat(quay.repository("space/images").notifications).isEmpty();
        assertThat(quay.repository("space/images").triggers).isEmpty();
        assertNothingIsLeft();
    }

    @Test
    public void quayOutOfOrderDoesNotKeepARepositoryFromGoing() {
        added(README);
        quay.fail("DELETE ", 500, 10);
        assertThat(homu.delete("/acme/gadget").status()).isEqualTo(200);
        assertNothingIsLeft();
        assertThat(log.lines())
                .anyMatch(line -> line.startsWith("event=not-taken-back repo=acme/gadget what=\"repository at Quay\""));
    }
}
