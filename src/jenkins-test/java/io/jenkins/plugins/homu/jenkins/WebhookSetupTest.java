package io.jenkins.plugins.homu.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.util.FormValidation;
import io.jenkins.plugins.homu.jenkins.configuration.RepositoryConfiguration;
import io.jenkins.plugins.homu.jenkins.configuration.StatusBuilder;
import io.jenkins.plugins.homu.simulator.Permission;
import io.jenkins.plugins.homu.simulator.SimPull;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;

/** The button that makes the webhook, and the line that says whether it works. */
public class WebhookSetupTest {
    @Rule
    public final JenkinsRule jenkins = HomuTestBase.quickJenkins();

    @Rule
    public final TemporaryFolder directory = new TemporaryFolder();

    private HomuInJenkins homu;

    @Before
    public void start() throws Exception {
        homu = new HomuInJenkins(directory.getRoot().toPath());
        homu.configure(jenkins.getURL().toString(), new StatusBuilder("ci/test"));
        homu.repository.hooks().forEach(hook -> assertThat(homu.repository.removeHook(hook.id()))
                .isTrue());
    }

    @After
    public void stop() {
        homu.close();
    }

    private FormValidation press(String secretId) {
        return jenkins.jenkins
                .getDescriptorByType(RepositoryConfiguration.DescriptorImpl.class)
                .doCreateWebhook("acme", "widget", secretId);
    }

    private static String health() {
        return new RepositoryConfiguration("acme", "widget").getHealth();
    }

    @Test
    public void webhookThatTheButtonMakesIsHeard() {
        homu.repository.grant("homu", Permission.ADMIN);
        assertThat(health()).contains("No delivery has come in");

        assertThat(press("widget-hook")).hasToString("OK: GitHub delivers to this Jenkins now.");
        assertThat(press("widget-hook").kind).isEqualTo(FormValidation.Kind.OK);
        assertThat(homu.repository.hooks()).hasSize(1);

        SimPull pull = homu.open("one");
        pull.comment("alice", "@homu r+");
        HomuInJenkins.until("the approval is known", () -> HomuInJenkins.state()
                .pull(1)
                .filter(known -> known.isApproved())
                .isPresent());
        assertThat(health()).contains("The last delivery came in").contains("Compared with GitHub");
    }

    @Test
    public void whatGitHubRefusesIsToldWithWhatToDo() {
        FormValidation answer = press("widget-hook");

        assertThat(answer.kind).isEqualTo(FormValidation.Kind.ERROR);
        assertThat(answer.getMessage())
                .contains("GitHub did not make the webhook", "admin:repo_hook", "homu-webhook/github")
                .doesNotContain(HomuInJenkins.SECRET);
        assertThat(homu.repository.hooks()).isEqualTo(List.of());
    }

    @Test
    public void secretThatIsMissingIsNamed() {
        homu.repository.grant("homu", Permission.ADMIN);

        assertThat(press("nowhere").getMessage()).contains("there is no secret text nowhere");
        assertThat(homu.repository.hooks()).isEmpty();
    }
}
