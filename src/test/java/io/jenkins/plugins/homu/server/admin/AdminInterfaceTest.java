package io.jenkins.plugins.homu.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.homu.server.admin.AdminServer.Answer;
import io.jenkins.plugins.homu.simulator.Permission;
import io.jenkins.plugins.homu.simulator.SimPull;
import io.jenkins.plugins.homu.simulator.SimRepository;
import io.jenkins.plugins.homu.simulator.hook.SimHook;
import io.jenkins.plugins.homu.simulator.web.Fault;
import io.jenkins.plugins.homu.testing.Await;
import io.jenkins.plugins.homu.testing.LogRecorder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The admin interface of a whole server, against a simulated GitHub. */
public class AdminInterfaceTest {
    private static final String GADGET =
            """
            {"owner": "acme", "name": "gadget", "reviewers": ["alice"], "github": {}, "builder": "status",
             "status": {"context": "ci/test"}}
            """;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final LogRecorder log = new LogRecorder();
    private AdminServer homu;
    private SimRepository gadget;

    @Before
    public void start() throws IOException {
        homu = new AdminServer(
                folder.getRoot().toPath(),
                """
                secret = "the-original's-secret"
                [repo.widget]
                owner = "acme"
                name = "widget"
                reviewers = ["alice"]
                [repo.widget.github]
                secret = "hook-of-the-widget"
                [repo.widget.status]
                context = "ci/test"
                """);
        homu.repository("acme", "widget");
        gadget = homu.repository("acme", "gadget");
    }

    @After
    public void stop() {
        homu.close();
        log.close();
    }

    private void assertNotLogged(String... secrets) {
        assertThat(log.lines()).isNotEmpty().allSatisfy(line -> assertThat(line).doesNotContain(secrets));
    }

    // ---- who is let in -----------------------------------------------------------------------------------------

    @Test
    public void onlyThePairOfTheConfigurationIsLetIn() {
        assertThat(homu.send("GET", "/admin/repo", null)).isEqualTo(unauthorized("Authorization required"));
        assertThat(homu.send("GET", "/admin/repo", null, "Authorization", "root wrong"))
                .isEqualTo(unauthorized("Authorization failed"));
        assertThat(homu.send("GET", "/admin/repo", null, "Authorization", AdminServer.LOGIN))
                .extracting(Answer::status)
                .isEqualTo(200);
        assertThat(homu.send("GET", "/admin/repo", null, "Authorization", basic("root:s3cret-of-the-admin-interface")))
                .extracting(Answer::status)
                .isEqualTo(200);
        assertThat(homu.send("GET", "/admin/repo", null, "Authorization", basic("root:other")))
                .isEqualTo(unauthorized("Authorization failed"));
        assertThat(homu.send("GET", "/admin/repo", null, "Authorization", "Basic ???"))
                .isEqualTo(unauthorized("Authorization failed"));
        // What there is isn't told to strangers.
        assertThat(homu.send("GET", "/admin/repo/acme/none", null))
                .extracting(Answer::status)
                .isEqualTo(401);
        assertThat(homu.send("PATCH", "/admin/other", null))
                .extracting(Answer::status)
                .isEqualTo(401);
        assertNotLogged("s3cret-of-the-admin-interface", "root wrong");
        assertThat(log.lines()).anyMatch(line -> line.contains("event=admin who=nobody from=127.0.0.1"));
    }

    private static Answer unauthorized(String words) {
        return new Answer(401, "text/plain; charset=utf-8", words);
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    public void otherAddressesAndMethodsAreNamed() {
        assertThat(homu.send("PATCH", "/admin/repo", "", "Authorization", AdminServer.LOGIN))
                .extracting(Answer::status)
                .isEqualTo(405);
        assertThat(homu.send("PUT", "/admin/repo/a", "", "Authorization", AdminServer.LOGIN))
                .extracting(Answer::status)
                .isEqualTo(405);
        assertThat(homu.send("GET", "/admin/users", null, "Authorization", AdminServer.LOGIN))
                .extracting(Answer::status)
                .isEqualTo(404);
        assertThat(homu.send("GET", "/admin/repo/%ff", null, "Authorization", AdminServer.LOGIN))
                .extracting(Answer::status)
                .isEqualTo(400);
    }

    // ---- adding ------------------------------------------------------------------------------------------------

    @Test
    public void anAddedRepositoryHasAWebhookAndItsPullRequestsAreMerged() throws Exception {
        Answer answer = homu.put(GADGET);

        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.type()).isEqualTo("application/json");
        JsonNode made = answer.json();
        String secret = made.path("github").path("secret").textValue();
        assertThat(secret).matches("[0-9a-f]{40}");
        SimHook hook = gadget.hooks().get(0);
        assertThat(gadget.hooks()).hasSize(1);
        assertThat(hook.url()).isEqualTo(homu.url() + "/github");
        assertThat(hook.secret()).isEqualTo(secret);
        assertThat(hook.events())
                .containsExactlyInAnyOrder(
                        "push",
                        "pull_request",
                        "issue_comment",
                        "pull_request_review",
                        "pull_request_review_comment",
                        "status",
                        "check_run");
        assertThat(made.path("github").path("webhook_id").longValue()).isEqualTo(hook.id());
        assertThat(made.path("label").textValue()).isEqualTo("acme/gadget");
        assertThat(made.path("reviewers").get(0).textValue()).isEqualTo("alice");
        assertThat(made.path("builder").textValue()).isEqualTo("status");
        Await.until(
                "the answer to the ping",
                () -> hook.last() != null && hook.last().status() != 0);
        assertThat(hook.last().status()).isEqualTo(200);
        assertThat(homu.labels()).containsExactly("widget", "acme/gadget");

        gadget.branch("fix", "main", Map.of("fix.txt", "fixed\n"));
        SimPull pull = gadget.openPull("bob", "fix", "main", "Fix it", "It was broken.");
        pull.comment("alice", "@homu r+");
        Await.until("the test", () -> gadget.findTip("auto").isPresent());
        gadget.status(gadget.tip("auto"), "ci/test", "success", "http://ci/1", "fine");
        Await.until("the merge", () -> pull.isMerged());

        Answer shown = homu.get("/acme/gadget");
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.text()).doesNotContain(secret).contains("\"webhook_id\":" + hook.id());
        Answer again = homu.put(GADGET);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json()).isEqualTo(shown.json());
        assertThat(gadget.hooks()).hasSize(1);
        assertNotLogged(secret);
        assertThat(log.lines())
                .anyMatch(line ->
                        line.contains("event=admin who=root from=127.0.0.1 what=\"PUT repo/acme/gadget\" status=201"));
    }

    @Test
    public void itComesBackAfterARestartAndGoesForGood() throws Exception {
        String secret = homu.put(GADGET).json().path("github").path("secret").textValue();

        homu.restart();

        assertThat(homu.labels()).containsExactly("widget", "acme/gadget");
        gadget.branch("fix", "main", Map.of("fix.txt", "fixed\n"));
        SimPull pull = gadget.openPull("bob", "fix", "main", "Fix it", "It was broken.");
        pull.comment("alice", "@homu r+");
        Await.until("the test", () -> gadget.findTip("auto").isPresent());

        Answer deleted = homu.delete("/acme%2Fgadget?keep_repo=True");
        assertThat(deleted).isEqualTo(new Answer(200, "text/plain; charset=utf-8", "acme/gadget"));
        assertThat(gadget.hooks()).isEmpty();
        assertThat(homu.labels()).containsExactly("widget");
        assertThat(homu.get("/acme/gadget").status()).isEqualTo(404);
        assertThat(homu.delete("/acme/gadget").status()).isEqualTo(404);
        homu.restart();
        assertThat(homu.labels()).containsExactly("widget");
        assertNotLogged(secret);
    }

    @Test
    public void aGivenSecretIsTaken() {
        Answer answer = homu.put(GADGET.replace("\"github\": {}", "\"github\": {\"secret\": \"${HOME} of mine\"}"));
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(gadget.hooks().get(0).secret()).isEqualTo("${HOME} of mine");
    }

    @Test
    public void whatIsMissingOrWrongIsNamed() {
        for (String key : List.of("owner", "name", "reviewers", "github", "builder")) {
            Answer answer = homu.put(GADGET.replace("\"" + key + "\"", "\"" + key + "_\""));
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.json().path("error").textValue()).isEqualTo("Required parameter `" + key + "` not found");
        }
        assertProblem(GADGET.replace("\"status\":", "\"other\":"), "No settings specified for `status` builder");
        assertProblem(GADGET.replace("\"context\"", "\"contxt\""), "status.context: is missing");
        assertProblem(GADGET.replace("[\"alice\"]", "\"alice\""), "reviewers: must be a list");
        assertProblem(GADGET.replace("acme", "ac me"), "can't be those of a repository on GitHub");
        assertProblem(GADGET.replace("\"builder\": \"status\"", "\"builder\": 3"), "`builder` must be");
        assertProblem(GADGET.replace("{}", "7"), "`github` must be an object");
        assertThat(homu.labels()).containsExactly("widget");
        assertThat(gadget.hooks()).isEmpty();

        assertThat(homu.send("PUT", "/admin/repo", GADGET, "Authorization", AdminServer.LOGIN)
                        .status())
                .isEqualTo(415);
        for (String body : List.of("", "[]", "{", "{} {}", "{\"a\":1,\"a\":2}", "[".repeat(5000), "\u0000")) {
            assertThat(homu.put(body).status()).as(body).isEqualTo(400);
        }
        assertThat(homu.put("{\"owner\":\"" + "x".repeat(2_000_000) + "\"}").status())
                .isEqualTo(413);
    }

    private void assertProblem(String body, String words) {
        Answer answer = homu.put(body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        assertThat(answer.json().path("error").textValue()).contains(words);
    }

    /** Or else nobody could say what a webhook of it is about. */
    @Test
    public void noRepositoryIsOfTwoQueues() throws IOException {
        String fork = ", \"test-on-fork\": {\"owner\": \"ci\", \"name\": \"FORK\"}}";
        try (AdminServer tested = new AdminServer(
                folder.newFolder().toPath(),
                """
                [git]
                local_git = true
                [repo.widget]
                owner = "acme"
                name = "widget"
                reviewers = ["alice"]
                [repo.widget.github]
                secret = "hook-of-the-widget"
                [repo.widget.status]
                context = "ci/test"
                [repo.widget.test-on-fork]
                owner = "ci"
                name = "widget"
                """)) {
            for (String owner : List.of("acme", "ci")) {
                tested.repository(owner, "widget");
            }
            tested.repository("acme", "gadget");
            Answer own = tested.put(GADGET.replace("acme", "ci").replace("gadget", "Widget"));
            assertThat(own.status()).isEqualTo(422);
            assertThat(own.text()).contains("ci/Widget is where widget is tested");
            String gadgetOnFork = GADGET.strip().replaceAll("}$", fork);
            Answer shared = tested.put(gadgetOnFork.replace("FORK", "widget"));
            assertThat(shared.status()).isEqualTo(422);
            assertThat(shared.text()).contains("test-on-fork", "ci/widget is where widget is tested already");
            Answer queue = tested.put(gadgetOnFork.replace("\"ci\"", "\"acme\"").replace("FORK", "widget"));
            assertThat(queue.status()).isEqualTo(422);
            assertThat(queue.text()).contains("acme/widget has a queue of its own, labelled widget");
            Answer fine = tested.put(gadgetOnFork.replace("FORK", "gadget"));
            assertThat(fine.status()).as(fine.text()).isEqualTo(201);
        }
    }

    @Test
    public void whatIsStrangeIsSaidAndDone() {
        Answer answer = homu.put(GADGET.replace("\"reviewers\": [\"alice\"]", "\"reviewers\": [], \"timout\": 3"));
        assertThat(answer.status()).isEqualTo(201);
        List<String> warnings = new ArrayList<>();
        answer.json().path("warnings").forEach(warning -> warnings.add(warning.textValue()));
        assertThat(warnings)
                .containsExactlyInAnyOrder(
                        "reviewers: names nobody, so nobody can approve a pull request here",
                        "timout: is not a setting; did you mean timeout?");
    }

    @Test
    public void theConfigurationsOwnAreLeftAlone() {
        Answer put = homu.put(GADGET.replace("gadget", "Widget"));
        assertThat(put.status()).isEqualTo(409);
        assertThat(put.text()).contains("labelled widget", "change it there");
        assertThat(homu.delete("/widget").status()).isEqualTo(409);
        Answer shown = homu.get("/widget");
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.text()).doesNotContain("hook-of-the-widget").contains("\"configured\":true");
        assertThat(homu.labels()).containsExactly("widget");
    }

    @Test
    public void whatCannotBeANameOnGitHubIsTheSendersMistake() {
        for (String name : List.of("..", ".", "a/b", "../x", "a b", "")) {
            Answer answer = homu.put(GADGET.replace("gadget", name));
            assertThat(answer.status()).as(name).isEqualTo(422);
            assertThat(answer.text()).contains("owner and name can't be those of a repository on GitHub");
        }
    }

    // ---- what GitHub says ----------------------------------------------------------------------------------------

    @Test
    public void aRepositoryThatGitHubDoesNotShowIs404() {
        Answer answer = homu.put(GADGET.replace("gadget", "nowhere"));
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).contains("Not Found", "Nothing was added");
        assertThat(homu.labels()).containsExactly("widget");
    }

    @Test
    public void withoutTheRightsNothingIsBegun() {
        gadget.grant("homu", Permission.WRITE);
        Answer answer = homu.put(GADGET);
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text()).contains("make it an administrator");
        assertThat(homu.labels()).containsExactly("widget");
    }

    @Test
    public void aWebhookThatCannotBeMadeTakesEverythingBack() {
        homu.github
                .faults()
                .inject(Fault.status(422).on("POST /repos/{owner}/{repo}/hooks").times(1));
        Answer answer = homu.put(GADGET);
        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        assertThat(homu.labels()).containsExactly("widget");
        assertThat(homu.put(GADGET).status()).isEqualTo(201);
    }

    @Test
    public void aWebhookThatCannotBeDeletedIsToldInTheLogOnly() {
        homu.put(GADGET);
        homu.github.faults().inject(Fault.status(403).on("DELETE /repos/{owner}/{repo}/hooks"));
        assertThat(homu.delete("/acme/gadget").status()).isEqualTo(200);
        assertThat(homu.labels()).containsExactly("widget");
        assertThat(log.lines()).anyMatch(line -> line.contains("event=not-taken-back repo=acme/gadget what=webhook"));
    }

    // ---- as the original does it -----------------------------------------------------------------------------------

    private String command(String cmd, String rest) {
        return "{\"secret\": \"the-original's-secret\", \"cmd\": \"" + cmd + "\"" + rest + "}";
    }

    @Test
    public void theOriginalsCommandsAddEditAndRemove() throws Exception {
        String settings =
                """
                , "repo_label": "gad get", "repo_cfg": {"owner": "acme", "name": "gadget", "reviewers": ["alice"],
                 "github": {"secret": "given-by-hand"}, "status": {"context": "ci/test"}}
                """;
        assertThat(homu.original(command("repo_new", settings)).text()).isEqualTo("OK");
        assertThat(homu.original(command("repo_new", settings)).status()).isEqualTo(409);
        assertThat(gadget.hooks()).isEmpty();
        homu.restart();
        assertThat(homu.labels()).containsExactly("widget", "gad get");

        assertThat(homu.original(command("repo_edit", settings.replace("alice", "carol")))
                        .text())
                .isEqualTo("OK");
        assertThat(homu.get("/gad%20get").text()).contains("carol").doesNotContain("given-by-hand");
        assertThat(homu.original(command("repo_edit", settings.replace("\"gadget\"", "\"other\"")))
                        .status())
                .isEqualTo(422);
        assertThat(homu.original(command("repo_edit", settings.replace("gad get", "widget")))
                        .status())
                .isEqualTo(409);
        assertThat(homu.original(command("sync_all", "")).text()).isEqualTo("OK");
        assertThat(homu.original(command("repo_del", ", \"repo_label\": \"gad get\""))
                        .text())
                .isEqualTo("OK");
        assertThat(homu.labels()).containsExactly("widget");
        assertThat(homu.original(command("repo_del", ", \"repo_label\": \"gad get\""))
                        .status())
                .isEqualTo(404);
        assertThat(homu.original(command("repo_del", "")).status()).isEqualTo(422);
        assertThat(homu.original(command("eat", "")))
                .satisfies(answer -> assertThat(answer.status()).isEqualTo(422))
                .satisfies(answer -> assertThat(answer.text()).isEqualTo("Unrecognized command"));
        assertNotLogged("the-original's-secret", "given-by-hand");
    }

    @Test
    public void anEditKeepsWhatWasSetUp() throws Exception {
        JsonNode made = homu.put(GADGET).json();
        String settings = ", \"repo_label\": \"acme/gadget\", \"repo_cfg\": " + GADGET.replace("alice", "carol");
        assertThat(homu.original(command("repo_edit", settings)).text()).isEqualTo("OK");
        assertThat(homu.get("/acme/gadget").json().path("github").path("webhook_id"))
                .isEqualTo(made.path("github").path("webhook_id"));
        Await.until("a delivery", () -> gadget.hooks().get(0).last() != null);
        assertThat(homu.delete("/acme/gadget").status()).isEqualTo(200);
        assertThat(gadget.hooks()).isEmpty();
    }

    @Test
    public void theOriginalsSecretIsNeeded() {
        assertThat(homu.original("{\"secret\": \"x\", \"cmd\": \"sync_all\"}"))
                .isEqualTo(unauthorized("Authentication failure"));
        assertThat(homu.original("{\"cmd\": \"sync_all\"}")).isEqualTo(unauthorized("Authentication failure"));
        assertThat(homu.original("{\"secret\": 3}").status()).isEqualTo(401);
        assertThat(homu.original("nonsense").status()).isEqualTo(400);
        assertThat(homu.send("GET", "/admin", null).status()).isEqualTo(405);
        assertNotLogged("the-original's-secret");
    }
}
