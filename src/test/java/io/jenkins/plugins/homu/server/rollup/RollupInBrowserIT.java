package io.jenkins.plugins.homu.server.rollup;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.server.HomuServer;
import io.jenkins.plugins.homu.simulator.GitHubSimulator;
import io.jenkins.plugins.homu.simulator.Permission;
import io.jenkins.plugins.homu.simulator.SimPull;
import io.jenkins.plugins.homu.simulator.SimRepository;
import io.jenkins.plugins.homu.testing.Await;
import io.jenkins.plugins.homu.testing.Chromium;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * The buttons that lead over GitHub's sign-in, pressed in a Chromium at an address without TLS that is not this machine's: there
 * browsers tell less of where a form comes from.
 */
public class RollupInBrowserIT {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Chromium browser;
    private GitHubSimulator github;
    private SimRepository widget;
    private HomuServer server;
    private String url;

    @Before
    public void start() throws Exception {
        browser = Chromium.start(true);
        github = GitHubSimulator.start(folder.newFolder("github").toPath());
        widget = github.createRepository("acme", "widget").grant("homu", Permission.WRITE);
        widget.commit("main", Map.of("README.md", "A widget\n"), "Initial commit");
        server = SignInServer.start(
                github,
                folder.getRoot().toPath().resolve("main.db"),
                "",
                "",
                github.user("homu").token());
        url = "http://queue.test:" + URI.create(server.url()).getPort();
        github.oauth().register(SignInServer.APP, SignInServer.APP_SECRET, url + "/rollup");
        github.oauth().signIn("alice");
        widget.webhook(server.url() + "/github", "hook");
    }

    @After
    public void stop() {
        if (server != null) {
            server.close();
        }
        if (github != null) {
            github.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    private SimPull open(String branch) {
        widget.branch(branch, "main", Map.of(branch + ".txt", branch + "\n"));
        return widget.openPull("bob", branch, "main", "Add " + branch, "It is needed.");
    }

    private void awaitPage(String path, String part) {
        Await.until(part + " on " + path, Duration.ofSeconds(30), () -> {
            browser.open(url + path);
            return browser.driver.getPageSource().contains(part);
        });
    }

    @Test
    public void theButtonMakesTheRollup() {
        // Holds the queue, so that the others wait.
        open("first").comment("alice", "@homu r+ p=100");
        Await.until(() -> widget.findTip("auto").isPresent());
        SimPull one = open("one");
        SimPull two = open("two");
        one.comment("alice", "@homu r+ rollup");
        two.comment("alice", "@homu r+ rollup");
        awaitPage("/rollup/widget", "id=\"homu-pr-" + two.number() + "\"");
        awaitPage("/rollup/widget", "id=\"homu-pr-" + one.number() + "\"");

        browser.follow("form button[type=submit]");

        assertThat(browser.driver.getCurrentUrl()).isEqualTo(url + "/queue/widget");
        Await.until("the rollup", Duration.ofSeconds(30), () -> widget.pulls().stream()
                .anyMatch(pull -> pull.title().equals("Rollup of 2 pull requests")));
        assertThat(browser.complaints()).noneMatch(text -> text.contains("Content Security Policy"));
    }

    @Test
    public void theButtonHasTheQueueComparedWithGitHub() {
        awaitPage("/queue/widget", "Synchronise</button>");
        widget.hooks().forEach(hook -> widget.removeHook(hook.id()));
        SimPull unheard = open("unheard");

        browser.follow("form[action='/synch'] button");

        assertThat(browser.driver.getCurrentUrl()).isEqualTo(url + "/queue/widget");
        awaitPage("/queue/widget", "#" + unheard.number() + "</a>");
        assertThat(browser.complaints()).noneMatch(text -> text.contains("Content Security Policy"));
    }
}
