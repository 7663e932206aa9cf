package io.jenkins.plugins.homu.jenkins;

import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.Credentials;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.ExtensionList;
import io.jenkins.plugins.homu.jenkins.configuration.HomuGlobalConfiguration;
import io.jenkins.plugins.homu.jenkins.configuration.RepositoryConfiguration;
import io.jenkins.plugins.homu.jenkins.configuration.StatusBuilder;
import io.jenkins.plugins.homu.jenkins.plugin.QueueMonitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;

/** What administrators are told when queues can't run as configured. */
public class MonitorTest extends HomuTestBase {
    private static final QueueMonitor monitor() {
        return ExtensionList.lookupSingleton(QueueMonitor.class);
    }

    private static void untilTold(String... texts) {
        until("the monitor says " + List.of(texts), () -> monitor().getTroubles().stream()
                .anyMatch(trouble -> List.of(texts).stream().allMatch(trouble::contains)));
        assertThat(monitor().isActivated()).isTrue();
    }

    private static void untilSilent() {
        until("the monitor has nothing to say", () -> !monitor().isActivated());
    }

    private static List<Credentials> credentials() {
        return SystemCredentialsProvider.getInstance().getCredentials();
    }

    @Test
    public void nothingConfiguredIsNoTrouble() {
        assertThat(monitor().isActivated()).isFalse();
        assertThat(monitor().getTroubles()).isEmpty();
    }

    @Test
    public void missingCredentialsAreToldUntilTheyAreThere() throws Exception {
        configure(new StatusBuilder("ci/test"));
        untilSilent();
        List<Credentials> before = List.copyOf(credentials());
        credentials().clear();
        SystemCredentialsProvider.getInstance().save();

        untilTold("There are no credentials github in Jenkins", "Create them, or choose others.");
        String page = jenkins.createWebClient().goTo("manage").asNormalizedText();
        assertThat(page).contains("There are no credentials github in Jenkins");
        assertThat(jenkins.createWebClient().goTo("homu/").asNormalizedText())
                .contains("There are no credentials github in Jenkins");

        credentials().addAll(before);
        SystemCredentialsProvider.getInstance().save();
        untilSilent();
        until("the queue runs again", () -> QueueAccess.get().runtime().isPresent());
    }

    @Test
    public void missingWebhookSecretKeepsItsRepositoryOnlyFromBeingServed() throws Exception {
        configure(new StatusBuilder("ci/test"));
        untilSilent();
        RepositoryConfiguration gadget = new RepositoryConfiguration("acme", "gadget");
        gadget.setBuilders(List.of(new StatusBuilder("ci/test")));
        HomuGlobalConfiguration configuration = HomuGlobalConfiguration.get();
        configuration.setRepositories(List.of(configuration.repository("widget").orElseThrow(), gadget));

        untilTold("Repository gadget: no webhook secret is configured", "choose a secret text");
        assertThat(QueueAccess.get().runtime().orElseThrow().reader().labels()).containsExactly("widget");
        JenkinsRule.WebClient reader = jenkins.createWebClient().withJavaScriptEnabled(false);
        assertThat(reader.goTo("homu/").asNormalizedText())
                .as("the list of queues, which lacks that one")
                .contains("Repository gadget: no webhook secret is configured");
        assertThat(reader.goTo("homu/queue/widget").asNormalizedText()).doesNotContain("gadget");

        gadget.setWebhookSecretId("gadget-hook");
        configuration.save();
        untilTold("Repository gadget: there is no secret text gadget-hook", "Create it, or choose another.");
    }

    @Test
    public void storeThatCannotBeOpenedIsTold() throws Exception {
        Path database = jenkins.jenkins.getRootDir().toPath().resolve("homu/homu.db");
        Files.createDirectories(database.resolve("not-a-database"));
        homu.fill(url(), new StatusBuilder("ci/test"));

        untilTold(database.toString());
        assertThat(QueueAccess.get().runtime()).isEmpty();
        assertThat(jenkins.createWebClient().goTo("manage").asNormalizedText()).contains(database.toString());

        Files.delete(database.resolve("not-a-database"));
        Files.delete(database);
        HomuGlobalConfiguration.get().save();
        untilSilent();
        until("the queue runs", () -> QueueAccess.get().runtime().isPresent());
    }
}
