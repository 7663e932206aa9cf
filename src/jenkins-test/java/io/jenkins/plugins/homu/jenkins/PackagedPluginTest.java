package io.jenkins.plugins.homu.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.homu.simulator.GitHubSimulator;
import io.jenkins.plugins.homu.simulator.Permission;
import io.jenkins.plugins.homu.simulator.SimPull;
import io.jenkins.plugins.homu.simulator.SimRepository;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * The .hpi as people get to know it: uploaded to a Jenkins of its own process with the other plugins as they are released,
 * configured as code, and that Jenkins killed. Nothing here but the process, files and HTTP.
 */
public class PackagedPluginTest {
    private static final String SECRET = "signs what GitHub sends";
    private static final String PASSWORD = "of this one test";

    @Rule
    public final TemporaryFolder directory = new TemporaryFolder();

    private Path root;
    private GitHubSimulator github;
    private SimRepository repository;
    private JenkinsProcess jenkins;

    @Before
    public void start() throws IOException {
        root = directory.getRoot().toPath().toRealPath();
        github = GitHubSimulator.start(Files.createDirectory(root.resolve("github")));
        repository = github.createRepository("acme", "widget");
        for (String user : List.of("homu", "alice")) {
            github.user(user);
            repository.grant(user, Permission.WRITE);
        }
        github.user("bob");
        repository.commit("main", Map.of("README.md", "# Widget\n"), "The first commit");
        jenkins = new JenkinsProcess(
                Files.createDirectory(root.resolve("jenkins")), root.resolve("jenkins.yaml"), "admin", PASSWORD);
        configure("");
        jenkins.start();
    }

    @After
    public void stop() {
        if (jenkins != null) {
            jenkins.close();
        }
        github.close();
    }

    @Test
    public void uploadedPluginMergesAndGoesOnAfterJenkinsWasKilled() throws IOException {
        upload();
        configureTheQueue();
        createJob();

        SimPull one = open("one");
        openGate();
        one.comment("alice", "@homu r+");
        jenkins.until("the first is merged", one::isMerged);
        assertThat(consoleOf(1)).contains("builds " + repository.tip("main") + " for 1 on main");

        closeGate();
        SimPull two = open("two");
        two.comment("alice", "@homu r+");
        jenkins.until("the second is being tested", () -> consoleOf(2).contains("waits for the gate"));
        SimPull three = open("three");
        jenkins.until(
                "the third is known",
                () -> jenkins.get("homu/api/pull/widget/3").statusCode() == 200);
        jenkins.kill();
        three.comment("alice", "@homu r+");
        openGate();
        jenkins.start();

        jenkins.until("the second is merged", two::isMerged);
        jenkins.until("what was approved meanwhile is merged", three::isMerged);
        assertThat(repository.file("main", "one.txt")).contains("one\n");
        assertThat(repository.file("main", "two.txt")).contains("two\n");
        assertThat(repository.file("main", "three.txt")).contains("three\n");
        for (SimPull pull : List.of(one, two, three)) {
            jenkins.until("the last word", () -> said(pull).contains(":sunny:"));
        }
        jenkins.stop();
        for (SimPull pull : List.of(one, two, three)) {
            assertThat(said(pull)).as("#" + pull.number()).containsExactly(":pushpin:", ":sunny:");
        }
        assertThat(jenkins.complaints()).isEmpty();
    }

    private void upload() throws IOException {
        assertThat(jenkins.deploy(Path.of("target", "homu.hpi")).statusCode()).isEqualTo(302);
        jenkins.until("the plugin runs, without a restart", () -> {
            for (JsonNode plugin :
                    jenkins.json("pluginManager/api/json?depth=1").get("plugins")) {
                if (plugin.get("shortName").asText().equals("homu")) {
                    return plugin.get("active").asBoolean();
                }
            }
            return false;
        });
    }

    private void configureTheQueue() throws IOException {
        configure(
                """
                credentials:
                  system:
                    domainCredentials:
                    - credentials:
                      - string: {scope: GLOBAL, id: github, secret: '%s'}
                      - string: {scope: GLOBAL, id: widget-hook, secret: '%s'}
                unclassified:
                  location: {url: '%s'}
                  homu:
                    apiUrl: '%s'
                    credentialsId: github
                    repositories:
                    - owner: acme
                      name: widget
                      reviewers: [alice]
                      webhookSecretId: widget-hook
                      builders:
                      - jenkinsJob: {name: linux, job: widget}
                """
                        .formatted(github.user("homu").token(), SECRET, jenkins.url(), github.apiUrl()));
        assertThat(jenkins.post(
                                "manage/configuration-as-code/reload",
                                "application/x-www-form-urlencoded",
                                BodyPublishers.noBody())
                        .statusCode())
                .isEqualTo(302);
        jenkins.until(
                "the queue serves the repository",
                () -> jenkins.get("homu/api/queue/widget").statusCode() == 200);
        repository.webhook(jenkins.url() + "homu-webhook/github", SECRET);
    }

    /** Nobody but an administrator can read this Jenkins, so the webhook has to get past the security realm. */
    private void configure(String more) throws IOException {
        Files.writeString(
                root.resolve("jenkins.yaml"),
                """
                jenkins:
                  securityRealm:
                    local: {allowsSignup: false, users: [{id: admin, password: '%s'}]}
                  authorizationStrategy:
                    loggedInUsersCanDoAnything: {allowAnonymousRead: false}
                """
                                .formatted(PASSWORD)
                        + more);
    }

    /** A job that finds the commit in the repository itself, and then waits for the gate, but not forever. */
    private void createJob() throws IOException {
        String script =
                """
                test "$(git --git-dir='%s' rev-parse "$HOMU_BRANCH")" = "$HOMU_COMMIT" || exit 1
                echo "builds $HOMU_COMMIT for $HOMU_PULLS on $HOMU_BASE"
                echo 'waits for the gate'
                n=0
                until [ -e '%s' ] || [ $n -gt 600 ]; do sleep 0.1; n=$((n+1)); done
                """
                        .formatted(repository.gitDir(), gate());
        String job =
                """
                <project>
                  <quietPeriod>0</quietPeriod>
                  <builders><hudson.tasks.Shell><command>%s</command></hudson.tasks.Shell></builders>
                </project>
                """
                        .formatted(script.replace("&", "&amp;").replace("<", "&lt;"));
        assertThat(jenkins.post("createItem?name=widget", "application/xml", BodyPublishers.ofString(job))
                        .statusCode())
                .isEqualTo(200);
    }

    private Path gate() {
        return root.resolve("gate");
    }

    private void openGate() throws IOException {
        Files.createFile(gate());
    }

    private void closeGate() throws IOException {
        Files.delete(gate());
    }

    private SimPull open(String name) {
        repository.branch(name, "main", Map.of(name + ".txt", name + "\n"));
        return repository.openPull("bob", name, "main", "Add " + name, "");
    }

    private String consoleOf(int build) throws IOException {
        return jenkins.get("job/widget/" + build + "/consoleText").body();
    }

    /** The first word of each comment of the bot, which says what it is about. */
    private static List<String> said(SimPull pull) {
        return pull.comments().stream()
                .filter(comment -> comment.author().equals("homu"))
                .map(comment -> comment.body().strip().split(" ", 2)[0])
                .toList();
    }
}
