package io.jenkins.plugins.homu.jenkins;

import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.until;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.cli.CLICommandInvoker;
import io.jenkins.plugins.homu.jenkins.configuration.HomuGlobalConfiguration;
import io.jenkins.plugins.homu.jenkins.configuration.StatusBuilder;
import io.jenkins.plugins.homu.jenkins.web.HomuPermissions;
import java.net.URI;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.WebRequest;
import org.htmlunit.WebResponse;
import org.junit.Before;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** GitHub has not said yet who the bot is: what managers want of a queue is refused, with the reason. */
public class NotBegunTest extends HomuTestBase {
    @Before
    public void configureAGitHubThatDoesNotAnswer() throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        MockAuthorizationStrategy rights = new MockAuthorizationStrategy();
        rights.grant(Jenkins.READ, HomuPermissions.MANAGE).everywhere().to("manager");
        jenkins.jenkins.setAuthorizationStrategy(rights);
        homu.fill(url(), new StatusBuilder("ci/test"));
        HomuGlobalConfiguration.get().setApiUrl("http://127.0.0.1:9");
        until("the queue is there, and says what it waits for", () -> QueueAccess.get()
                .runtime()
                .flatMap(runtime -> runtime.notBegun("widget"))
                .filter(why -> why.contains("who the bot is"))
                .isPresent());
    }

    @Test
    public void commandsSayThatItHasNotBegun() {
        for (String command : List.of("homu-sync", "homu-pause", "homu-resume")) {
            CLICommandInvoker.Result answer =
                    new CLICommandInvoker(jenkins, command).asUser("manager").invokeWithArgs("widget");
            assertThat(answer.returnCode()).as(command).isEqualTo(4);
            assertThat(answer.stderr())
                    .contains("The queue of widget has not begun yet", "GitHub has not said yet who the bot is")
                    .doesNotContain("There is no repository");
        }
    }

    @Test
    public void buttonsSayThatItHasNotBegun() throws Exception {
        for (String button : List.of("sync", "pause", "resume", "makeRollup")) {
            WebResponse answer = press(button, "widget");
            assertThat(answer.getStatusCode()).as(button).isEqualTo(503);
            assertThat(answer.getContentAsString())
                    .contains("The queue of widget has not begun yet", "GitHub has not said yet who the bot is");
        }
        assertThat(press("sync", "gadget").getStatusCode()).isEqualTo(404);
    }

    private WebResponse press(String button, String label) throws Exception {
        JenkinsRule.WebClient client = reading("manager");
        WebRequest request = new WebRequest(
                URI.create(url() + "homu/" + button + "?label=" + label).toURL(), HttpMethod.POST);
        return client.getPage(client.addCrumb(request)).getWebResponse();
    }
}
