package io.jenkins.plugins.homu.jenkins;

import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.job;
import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.until;
import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.untilMerged;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.Assume.assumeTrue;

import hudson.ExtensionList;
import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.jenkins.configuration.HomuGlobalConfiguration;
import io.jenkins.plugins.homu.jenkins.configuration.StatusBuilder;
import io.jenkins.plugins.homu.jenkins.plugin.QueueMonitor;
import io.jenkins.plugins.homu.simulator.SimPull;
import io.jenkins.plugins.homu.testing.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.After;
import org.junit.Test;

/** Where the state of the queues is, what keeps it, and what is said when nothing changes it any more. */
public class StateInJenkinsTest extends HomuTestBase {
    @After
    public void restorePatience() {
        System.clearProperty(QueueMonitor.SILENCE_HOURS);
    }

    /** The first one is tested, the second waits for it. */
    private SimPull[] testedAndWaiting() throws Exception {
        configure(new StatusBuilder("ci/test"));
        SimPull first = homu.open("one");
        first.comment("alice", "@homu r+");
        until("the first one is tested", () -> attempt(1).isPresent());
        SimPull second = homu.open("two");
        second.comment("alice", "@homu r+");
        until("the second one is approved", () -> HomuInJenkins.state()
                .pull(2)
                .filter(PullRequest::isApproved)
                .isPresent());
        return new SimPull[] {first, second};
    }

    private static Optional<Attempt> attempt(int number) {
        return HomuInJenkins.state().activeAttempt(number, false).filter(found -> found.merge()
                .isPresent());
    }

    private void pass(int number) {
        until("#" + number + " is tested", () -> attempt(number).isPresent());
        homu.repository.status(
                attempt(number).flatMap(Attempt::merge).orElseThrow().value(),
                "ci/test",
                "success",
                "https://ci.example/1",
                "");
    }

    private static Duration timeout() {
        return QueueAccess.get()
                .runtime()
                .flatMap(runtime -> runtime.reader().settings("widget"))
                .orElseThrow()
                .timeout();
    }

    @Test
    public void reloadedConfigurationAsCodeKeepsTheQueue() throws Exception {
        SimPull[] pulls = testedAndWaiting();
        long attempt = attempt(1).orElseThrow().id();
        PullRequest waiting = HomuInJenkins.state().pull(2).orElseThrow();
        Path yaml = directory.newFile("jenkins.yaml").toPath();

        for (int minutes : new int[] {500, 400}) {
            Files.writeString(
                    yaml,
                    """
                    unclassified:
                      homu:
                        apiUrl: "%s"
                        credentialsId: github
                        repositories:
                        - owner: acme
                          name: widget
                          reviewers: [alice]
                          webhookSecretId: widget-hook
                          timeoutMinutes: %d
                          builders:
                          - status: {context: ci/test}
                    """
                            .formatted(homu.github.apiUrl(), minutes));
            ConfigurationAsCode.get().configure(yaml.toString());
            until("it is in force", () -> timeout().equals(Duration.ofMinutes(minutes)));

            assertThat(attempt(1).orElseThrow().id()).isEqualTo(attempt);
            assertThat(HomuInJenkins.state().pull(2).orElseThrow().approval()).isEqualTo(waiting.approval());
        }

        pass(1);
        untilMerged(pulls[0]);
        pass(2);
        untilMerged(pulls[1]);
    }

    @Test
    public void silenceOfTheWebhookIsToldWhilePullRequestsWait() throws Exception {
        System.setProperty(QueueMonitor.SILENCE_HOURS, "0");
        QueueMonitor monitor = ExtensionList.lookupSingleton(QueueMonitor.class);
        configure(new StatusBuilder("ci/test"));
        assertThat(monitor.isActivated()).as("while nothing waits").isFalse();
        homu.open("one").comment("alice", "@homu r+");
        until("the pull request is tested", () -> attempt(1).isPresent());

        assertThat(monitor.isActivated()).isTrue();
        assertThat(monitor.getTroubles())
                .singleElement()
                .asString()
                .startsWith("Repository widget: pull requests wait, and no webhook has come for 0 hours.")
                .contains("/homu-webhook/github");
        assertThat(jenkins.createWebClient().goTo("manage").asNormalizedText())
                .contains("Repository widget: pull requests wait");

        System.clearProperty(QueueMonitor.SILENCE_HOURS);
        assertThat(monitor.isActivated())
                .as("a delivery came less than twelve hours ago")
                .isFalse();
    }

    @Test
    public void stateMayBeInPostgresql() throws Exception {
        Optional<String> missing = TestPostgres.missing();
        assumeTrue("skipped: " + missing.orElse(""), missing.isEmpty());
        TestPostgres server = TestPostgres.shared();
        HomuInJenkins.login("database", "postgres", "not asked for");
        HomuGlobalConfiguration configuration = HomuGlobalConfiguration.get();
        configuration.setDatabaseUrl(server.url(server.newDatabase()));
        configuration.setDatabaseCredentialsId("database");
        jenkins.createFreeStyleProject("widget").setQuietPeriod(0);
        configure(job("linux", "widget"));
        SimPull pull = homu.open("one");

        pull.comment("alice", "@homu r+");

        untilMerged(pull);
        assertThat(jenkins.jenkins.getRootDir().toPath().resolve("homu/homu.db"))
                .doesNotExist();
    }
}
