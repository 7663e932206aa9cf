package io.jenkins.plugins.homu.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.jenkins.configuration.BuildbotBuilder;
import io.jenkins.plugins.homu.jenkins.configuration.StatusBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.AfterClass;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** {@code /homu-webhook/github} in a Jenkins that lets nobody in: open to what is signed, and to nothing else. */
public class WebhookActionTest {
    private static final String PING = "{\"zen\":\"Keep it logically awesome.\",\"hook_id\":1,"
            + "\"repository\":{\"id\":1,\"name\":\"widget\",\"full_name\":\"acme/widget\",\"owner\":{\"login\":\"acme\"}}}";

    /** What Buildbot tells of its build with a number. */
    private static final String BUILD =
            "{\"builder\":{\"name\":\"linux\"},\"builderid\":1,\"number\":%d,\"complete\":true,"
                    + "\"results\":0,\"properties\":{\"revision\":[\"" + "a".repeat(40) + "\",\"Build\"]}}";

    @ClassRule
    public static final JenkinsRule JENKINS = HomuTestBase.jenkinsForAClass();

    @ClassRule
    public static final TemporaryFolder DIRECTORY = new TemporaryFolder();

    private static HomuInJenkins homu;
    private static String url;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeClass
    public static void start() throws Exception {
        JENKINS.jenkins.setSecurityRealm(JENKINS.createDummySecurityRealm());
        JENKINS.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy());
        homu = new HomuInJenkins(DIRECTORY.getRoot().toPath());
        url = JENKINS.getURL().toString();
        HomuInJenkins.secret("bb-hook", "secret of Buildbot");
        BuildbotBuilder buildbot = new BuildbotBuilder("http://127.0.0.1:1");
        buildbot.setBuilders(List.of("linux"));
        buildbot.setSecretId("bb-hook");
        homu.configure(url, new StatusBuilder("ci/test"), buildbot);
    }

    @AfterClass
    public static void stop() {
        homu.close();
    }

    private HttpResponse<String> post(String path, String body, String contentType, String signature) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .header("Content-Type", contentType)
                .header("X-GitHub-Event", "ping")
                .header("X-GitHub-Delivery", java.util.UUID.randomUUID().toString())
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!signature.isEmpty()) {
            request.header("X-Hub-Signature-256", signature);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String sign(String body, String secret) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    public void signedDeliveryIsTakenWithoutAnAccountAndWithoutACrumb() throws Exception {
        assertThat(post("homu-webhook/github", PING, "application/json", sign(PING, HomuInJenkins.SECRET))
                        .statusCode())
                .isIn(200, 202);
    }

    @Test
    public void everythingElseIsRefusedWithAReason() throws Exception {
        assertThat(post("homu-webhook/github", PING, "application/json", "").statusCode())
                .isEqualTo(401);
        assertThat(post("homu-webhook/github", PING, "application/json", sign(PING, "another"))
                        .statusCode())
                .isEqualTo(401);
        assertThat(post("homu-webhook/github", PING, "text/plain", sign(PING, HomuInJenkins.SECRET))
                        .statusCode())
                .isEqualTo(415);
        assertThat(post("homu-webhook/github", "{", "application/json", sign("{", HomuInJenkins.SECRET))
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    public void whatBuildbotReportsIsTakenWithItsSecret() throws Exception {
        String build = BUILD.formatted(1);
        assertThat(post("homu-webhook/buildbot", build, "application/json", sign(build, "secret of Buildbot"))
                        .statusCode())
                .isEqualTo(202);
        assertThat(post("homu-webhook/buildbot", build, "application/json", sign(build, HomuInJenkins.SECRET))
                        .statusCode())
                .isEqualTo(401);
        assertThat(post("homu-webhook/travis", "payload=%7B%7D", "application/x-www-form-urlencoded", "")
                        .statusCode())
                .isEqualTo(401);
    }

    /** Buildbot's HttpStatusPush can show its secret as a login alone, which Jenkins must not take for somebody's. */
    @Test
    public void whatBuildbotReportsIsTakenWithItsSecretAsALogin() throws Exception {
        String build = BUILD.formatted(2);
        assertThat(report(build, "homu:secret of Buildbot")).isEqualTo(202);
        assertThat(report(build, "homu:another")).isEqualTo(401);
    }

    private int report(String body, String login) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "homu-webhook/buildbot"))
                .header("Content-Type", "application/json")
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Test
    public void addressesBesideItAreNotExemptFromTheCrumb() throws Exception {
        assertThat(post("homu-webhook/github/", PING, "application/json", sign(PING, HomuInJenkins.SECRET))
                        .statusCode())
                .isEqualTo(403);
        assertThat(post("homu-webhook/other", PING, "application/json", sign(PING, HomuInJenkins.SECRET))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    public void bodyOverTheLimitIsRefused() throws Exception {
        String body = " ".repeat(25 * 1024 * 1024 + 1);
        assertThat(post("homu-webhook/github", body, "application/json", "").statusCode())
                .isEqualTo(413);
    }

    @Test
    public void pagesAreForThoseWhoMayReadJenkins() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url + "homu/queue/widget")).build();
        assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(403);
    }
}
