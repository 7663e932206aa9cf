package io.jenkins.plugins.homu.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.jenkins.configuration.StatusBuilder;
import io.jenkins.plugins.homu.jenkins.web.HomuPermissions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import jenkins.model.Jenkins;
import org.htmlunit.HttpMethod;
import org.htmlunit.Page;
import org.htmlunit.WebRequest;
import org.junit.Before;
import org.junit.Test;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** Who may see the queues, and who may do something to them: pages, JSON, the button. */
public class PermissionsTest extends HomuTestBase {
    private static final List<String> READING =
            List.of("homu/", "homu/queue/widget", "homu/queue/all", "homu/api/queue/widget", "homu/api/health");

    private MockAuthorizationStrategy rights;

    @Before
    public void secure() throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        rights = new MockAuthorizationStrategy();
        jenkins.jenkins.setAuthorizationStrategy(rights);
        rights.grant(Jenkins.READ).everywhere().to("reader");
        rights.grant(Jenkins.READ, HomuPermissions.MANAGE).everywhere().to("manager");
        rights.grant(Jenkins.ADMINISTER).everywhere().to("admin");
        configure(new StatusBuilder("ci/test"));
    }

    private int status(String user, String path) throws Exception {
        return reading(user).goTo(path, null).getWebResponse().getStatusCode();
    }

    /** Browsers follow to the page for logging in. */
    private int anonymous(String path, String method) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + path))
                .header(jenkins.jenkins.getCrumbIssuer().getCrumbRequestField(), "test")
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    public void whoMayReadJenkinsMayLook() throws Exception {
        for (String path : READING) {
            assertThat(status("reader", path)).as(path).isEqualTo(200);
            assertThat(anonymous(path, "GET")).as(path).isEqualTo(403);
            assertThat(status("stranger", path)).as(path).isEqualTo(403);
        }
    }

    @Test
    public void permissionToLookCanBeGivenApart() throws Exception {
        rights.grant(HomuPermissions.VIEW).everywhere().to("viewer");
        // Without Overall/Read Jenkins itself lets nobody past its door.
        assertThat(status("viewer", "homu/api/queue/widget")).isEqualTo(403);
        rights.grant(Jenkins.READ).everywhere().to("viewer");
        assertThat(status("viewer", "homu/api/queue/widget")).isEqualTo(200);
    }

    @Test
    public void onlyManagersSeeTheButton() throws Exception {
        assertThat(reading("reader").goTo("homu/queue/widget").querySelectorAll("form[action$='/homu/sync']"))
                .isEmpty();
        assertThat(reading("manager").goTo("homu/queue/widget").querySelectorAll("form[action$='/homu/sync']"))
                .hasSize(1);
        assertThat(reading("reader").goTo("").asXml()).contains("href=\"/jenkins/homu\"");
    }

    private Page sync(String user, HttpMethod method, boolean crumb) throws Exception {
        JenkinsRule.WebClient client = loggedIn(user);
        WebRequest request =
                new WebRequest(URI.create(url() + "homu/sync?label=widget").toURL(), method);
        return client.getPage(crumb ? client.addCrumb(request) : request);
    }

    @Test
    public void whatChangesSomethingNeedsRightMethodAndCrumb() throws Exception {
        assertThat(sync("reader", HttpMethod.POST, true).getWebResponse().getStatusCode())
                .isEqualTo(403);
        assertThat(anonymous("homu/sync?label=widget", "POST")).isEqualTo(403);
        assertThat(sync("manager", HttpMethod.POST, false).getWebResponse().getStatusCode())
                .isEqualTo(403);
        assertThat(sync("manager", HttpMethod.GET, true).getWebResponse().getStatusCode())
                .isEqualTo(405);
    }
}
