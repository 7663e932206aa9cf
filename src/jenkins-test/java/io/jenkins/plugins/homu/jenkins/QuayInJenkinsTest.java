package io.jenkins.plugins.homu.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.ci.QuayStub;
import io.jenkins.plugins.homu.jenkins.configuration.QuayBuilder;
import io.jenkins.plugins.homu.simulator.SimPull;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** Quay as a builder of a Jenkins that lets nobody in: its notifications show a login that no user of Jenkins has. */
public class QuayInJenkinsTest extends HomuTestBase {
    private static final String PATH = "acme/widget";
    private static final String LOGIN = "quay:shown by notifications";

    private final QuayStub quay = new QuayStub();

    @Before
    public void arrange() throws Exception {
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy());
        quay.create(PATH);
        String trigger = quay.makeTrigger(PATH);
        quay.repository(PATH).triggers.get(trigger).put("is_active", true);
        // Quay calls no localhost, and a login in an address can't have blanks.
        quay.resolve("jenkins.example.org", "localhost:" + jenkins.getURL().getPort());
        notifications("quay:shown%20by%20notifications");
        HomuInJenkins.secret("quay-token", QuayStub.TOKEN);
        HomuInJenkins.login("quay-hook", "quay", "shown by notifications");
        QuayBuilder builder = new QuayBuilder("acme");
        builder.setTriggerUuid(trigger);
        builder.setSecretId("quay-hook");
        builder.setCredentialsId("quay-token");
        builder.setApiUrl(quay.url());
        configure(builder);
    }

    @After
    public void stop() {
        quay.close();
    }

    private void notifications(String login) throws Exception {
        quay.repository(PATH).notifications.clear();
        for (String event : new String[] {"build_success", "build_failure"}) {
            ObjectNode made = new ObjectMapper().createObjectNode().put("event", event);
            made.put("number_of_failures", 0)
                    .putObject("config")
                    .put(
                            "url",
                            "http://" + login + "@jenkins.example.org"
                                    + jenkins.getURL().getPath() + "homu-webhook/quay/widget/" + event);
            quay.repository(PATH).notifications.put(event, made);
        }
    }

    private String buildFor(SimPull pull) {
        pull.comment("alice", "@homu r+");
        HomuInJenkins.until("Quay was told to build #" + pull.number(), () -> homu.repository
                .findTip("auto")
                .flatMap(tip -> quay.buildOf(PATH, tip))
                .isPresent());
        return quay.buildOf(PATH, homu.repository.tip("auto")).orElseThrow();
    }

    @Test
    public void mergesWhatQuayHasBuilt() throws Exception {
        SimPull pull = homu.open("one");

        assertThat(quay.finish(PATH, buildFor(pull), "complete")).containsExactly(202);

        HomuInJenkins.untilMerged(pull);
    }

    @Test
    public void failureIsTold() throws Exception {
        SimPull pull = homu.open("one");

        assertThat(quay.finish(PATH, buildFor(pull), "error")).containsExactly(202);

        HomuInJenkins.untilSaid(pull, ":broken_heart:");
        assertThat(pull.isMerged()).isFalse();
    }

    @Test
    public void whoShowsAnotherLoginIsRefused() throws Exception {
        notifications("quay:guessed");

        assertThat(quay.finish(PATH, buildFor(homu.open("one")), "complete")).containsExactly(401);
    }

    /** The login opens nothing else: beside our addresses Jenkins takes it for somebody's, who does not exist. */
    @Test
    public void loginIsGoodForNothingElse() throws Exception {
        for (String path : new String[] {"api/json", "homu/queue/widget", "homu-webhook/other", "homu-webhooks/quay"}) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url() + path))
                    .header(
                            "Authorization",
                            "Basic " + Base64.getEncoder().encodeToString(LOGIN.getBytes(StandardCharsets.UTF_8)))
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(request, HttpResponse.BodyHandlers.ofString())
                            .statusCode())
                    .as(path)
                    .isEqualTo(401);
        }
    }
}
