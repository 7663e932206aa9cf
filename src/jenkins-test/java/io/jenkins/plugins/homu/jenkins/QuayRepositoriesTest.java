package io.jenkins.plugins.homu.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.common.IdCredentials;
import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.homu.ci.QuayStub;
import io.jenkins.plugins.homu.jenkins.configuration.HomuGlobalConfiguration;
import io.jenkins.plugins.homu.jenkins.configuration.QuayBuilder;
import io.jenkins.plugins.homu.jenkins.configuration.QuaySetup;
import io.jenkins.plugins.homu.jenkins.configuration.RepositoryConfiguration;
import io.jenkins.plugins.homu.jenkins.configuration.StatusBuilder;
import io.jenkins.plugins.homu.simulator.Permission;
import io.jenkins.plugins.homu.simulator.SimPull;
import io.jenkins.plugins.homu.simulator.SimRepository;
import io.jenkins.plugins.homu.testing.LogRecorder;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jenkins.model.Jenkins;
import jenkins.model.JenkinsLocationConfiguration;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** Repositories that administrators of a Jenkins add over HTTP and that are built at Quay. */
public class QuayRepositoriesTest extends HomuTestBase {
    private static final String MADE =
            """
            {"owner": "acme", "name": "gadget", "reviewers": ["alice"], "github": {}, "builder": "quay",
             "quay": {"namespace": "space", "credentials_id": "quay-token", "api_url": "QUAY", "public": true}}
            """;

    private static final String PATH = "space/gadget";

    private final LogRecorder log = new LogRecorder();
    private final QuayStub quay = new QuayStub();
    private final List<String> secrets = new ArrayList<>(List.of(QuayStub.TOKEN, "trigger-code-98765"));
    private SimRepository gadget;

    @Before
    public void arrange() throws Exception {
        configure(new StatusBuilder("ci/test"));
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("root"));
        HomuInJenkins.secret("quay-token", QuayStub.TOKEN);
        // Quay calls no localhost, so this Jenkins is called otherwise.
        JenkinsLocationConfiguration.get().setUrl(outside());
        quay.resolve(
                "jenkins.example.org:" + jenkins.getURL().getPort(),
                "localhost:" + jenkins.getURL().getPort());
        gadget = homu.github.createRepository("acme", "gadget").grant("homu", Permission.ADMIN);
        gadget.commit("main", Map.of("README.md", "Read me\n"), "Initial commit");
    }

    @After
    public void stop() throws Exception {
        quay.close();
        log.close();
        assertThat(log.lines()).allSatisfy(line -> assertThat(line).doesNotContain(secrets.toArray(String[]::new)));
        assertThat(Files.readString(jenkins.jenkins
                        .getRootDir()
                        .toPath()
                        .resolve(HomuGlobalConfiguration.class.getName() + ".xml")))
                .doesNotContain(secrets.toArray(String[]::new));
    }

    private String outside() throws Exception {
        return url().replace("localhost", "jenkins.example.org");
    }

    private HttpResponse<String> ask(String method, String path, String body) throws Exception {
        return new AdminClient(url()).ask("root", method, path, body.replace("QUAY", quay.url()));
    }

    private JsonNode added(String body) throws Exception {
        HttpResponse<String> answer = ask("PUT", "", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        JsonNode made = new ObjectMapper().readTree(answer.body());
        secrets.add(made.path("quay").path("secret").textValue());
        secrets.add(made.path("github").path("secret").textValue());
        return made;
    }

    private static String existing(String more) {
        return MADE.replace("\"public\": true", "\"existing_repo\": \"images\"" + more);
    }

    private void assertRefused(String body, int status, String... words) throws Exception {
        HttpResponse<String> answer = ask("PUT", "", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(List.of(words)).doesNotContain(secrets.toArray(String[]::new));
        assertNothingIsLeft();
    }

    private void assertNothingIsLeft() {
        assertThat(HomuGlobalConfiguration.get().repository("acme/gadget")).isEmpty();
        assertThat(ownCredentials()).isEmpty();
        assertThat(gadget.hooks()).isEmpty();
        assertThat(gadget.deployKeys()).isEmpty();
    }

    private static List<String> ownCredentials() {
        return SystemCredentialsProvider.getInstance().getCredentials().stream()
                .filter(IdCredentials.class::isInstance)
                .map(one -> ((IdCredentials) one).getId())
                .filter(id -> id.startsWith("homu-"))
                .toList();
    }

    private static StandardUsernamePasswordCredentials login(String id) {
        return SystemCredentialsProvider.getInstance().getCredentials().stream()
                .filter(StandardUsernamePasswordCredentials.class::isInstance)
                .map(StandardUsernamePasswordCredentials.class::cast)
                .filter(one -> one.getId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static QuayBuilder builder() {
        RepositoryConfiguration configured =
                HomuGlobalConfiguration.get().repository("acme/gadget").orElseThrow();
        assertThat(configured.getBuilders()).hasSize(1);
        return (QuayBuilder) configured.getBuilders().get(0);
    }

    // ---- adding and removing -------------------------------------------------------------------------------------

    @Test
    public void aRepositoryIsMadeAtQuayAndGoesAgain() throws Exception {
        JsonNode part = added(MADE).path("quay");

        assertThat(quay.repository(PATH).visibility).isEqualTo("public");
        String user = part.path("username").textValue();
        String secret = part.path("secret").textValue();
        assertThat(secret).matches("[0-9a-f]{40}");
        String callbacks =
                outside().replace("://", "://" + user + ":" + secret + "@") + "homu-webhook/quay/acme/gadget/";
        assertThat(quay.repository(PATH).notifications.values())
                .extracting(one -> one.path("config").path("url").asText())
                .containsExactly(callbacks + "build_success", callbacks + "build_failure");
        assertThat(gadget.hooks()).hasSize(1);
        assertThat(gadget.hooks().get(0).url()).isEqualTo(outside() + "homu-webhook/github");

        QuayBuilder builder = builder();
        assertThat(builder.getNamespace()).isEqualTo("space");
        assertThat(builder.getRepository()).isEqualTo("gadget");
        assertThat(builder.getCredentialsId()).isEqualTo("quay-token");
        assertThat(builder.getSecretId()).isEqualTo("homu-quay-acme-gadget");
        assertThat(login("homu-quay-acme-gadget").getUsername()).isEqualTo(user);
        assertThat(login("homu-quay-acme-gadget").getPassword().getPlainText()).isEqualTo(secret);
        assertThat(builder.getSetup().isMade()).isTrue();
        assertThat(builder.getSetup().getNotifications())
                .containsExactlyElementsOf(quay.repository(PATH).notifications.keySet());
        assertThat(QueueAccess.get().problems()).isEmpty();

        String shown = ask("GET", "/acme/gadget", "").body();
        assertThat(shown)
                .doesNotContain(secrets.toArray(String[]::new))
                .contains("\"namespace\":\"space\"", "\"credentials_id\":\"quay-token\"");
        assertThat(ask("PUT", "", MADE).body()).isEqualTo(shown);

        assertThat(ask("DELETE", "/acme/gadget", "").body()).isEqualTo("acme/gadget");
        assertThat(quay.repositories()).isEmpty();
        assertNothingIsLeft();
    }

    @Test
    public void whatTheNotificationsTellIsMerged() throws Exception {
        quay.create("space/images");
        String trigger = quay.makeTrigger("space/images");
        added(existing(", \"trigger_uuid\": \"" + trigger + "\", \"context\": \"/docker\""));
        assertThat(quay.repository("space/images")
                        .triggers
                        .get(trigger)
                        .path("is_active")
                        .asBoolean())
                .isTrue();
        assertThat(gadget.deployKeys()).hasSize(1);
        assertThat(builder().getSetup().getDeployKey())
                .isEqualTo(gadget.deployKeys().keySet().iterator().next());
        assertThat(builder().getTriggerUuid()).isEqualTo(trigger);
        // The simulated GitHub calls whatever address it was given.
        gadget.webhook(url() + "homu-webhook/github", gadget.hooks().get(0).secret());

        gadget.branch("fix", "main", Map.of("fix.txt", "fixed\n"));
        SimPull pull = gadget.openPull("bob", "fix", "main", "Fix it", "It was broken.");
        pull.comment("alice", "@homu r+");
        HomuInJenkins.until("the build", () -> gadget.findTip("auto")
                .flatMap(tip -> quay.buildOf("space/images", tip))
                .isPresent());
        String build = quay.buildOf("space/images", gadget.tip("auto")).orElseThrow();
        assertThat(quay.finish("space/images", build, "complete")).containsExactly(202);
        HomuInJenkins.untilMerged(pull);

        assertThat(ask("DELETE", "/acme/gadget", "").statusCode()).isEqualTo(200);
        // What was there before us stays, apart from what was made for us.
        assertThat(quay.repositories()).containsExactly("space/images");
        assertThat(quay.repository("space/images").notifications).isEmpty();
        assertThat(quay.repository("space/images").triggers).isEmpty();
        assertThat(gadget.deployKeys()).isEmpty();
        assertThat(ownCredentials()).isEmpty();
        assertThat(HomuGlobalConfiguration.get().repository("acme/gadget")).isEmpty();
    }

    @Test
    public void keepRepoKeepsWhatWasMade() throws Exception {
        added(MADE);
        assertThat(ask("DELETE", "/acme/gadget?keep_repo=True", "").statusCode())
                .isEqualTo(200);
        assertThat(quay.repositories()).containsExactly(PATH);
        assertThat(quay.repository(PATH).notifications).isEmpty();
        assertNothingIsLeft();
    }

    /** Only what is known to be made by us may be deleted. */
    @Test
    public void whatTheConfigurationForgotStaysAtQuay() throws Exception {
        added(MADE);
        builder().setSetup(null);
        assertThat(ask("DELETE", "/acme/gadget", "").statusCode()).isEqualTo(200);
        assertThat(quay.repositories()).containsExactly(PATH);
        assertThat(quay.repository(PATH).notifications).hasSize(2);
        assertNothingIsLeft();
    }

    @Test
    public void anotherRepositoryTypedIntoTheFormIsNotDeleted() throws Exception {
        quay.create("space/precious");
        added(MADE);
        builder().setRepository("precious");
        assertThat(ask("DELETE", "/acme/gadget", "").statusCode()).isEqualTo(200);
        assertThat(quay.repositories()).containsExactlyInAnyOrder(PATH, "space/precious");
        assertThat(log.lines())
                .anyMatch(line ->
                        line.startsWith("event=not-taken-back repo=acme/gadget") && line.contains("space/gadget"));
        assertNothingIsLeft();
    }

    @Test
    public void withoutTheTokenTheRestGoesAllTheSame() throws Exception {
        added(MADE);
        SystemCredentialsProvider.getInstance()
                .getCredentials()
                .removeIf(one ->
                        one instanceof IdCredentials known && known.getId().equals("quay-token"));
        assertThat(ask("DELETE", "/acme/gadget", "").statusCode()).isEqualTo(200);
        assertThat(quay.repositories()).containsExactly(PATH);
        assertThat(log.lines())
                .anyMatch(line -> line.startsWith("event=not-taken-back repo=acme/gadget")
                        && line.contains("quay.credentials_id"));
        assertNothingIsLeft();
    }

    // ---- what goes wrong -----------------------------------------------------------------------------------------

    @Test
    public void everyStepIsTakenBack() throws Exception {
        quay.fail("POST .*/notification/", 520, 1);
        assertRefused(MADE, 520, "notification of space/gadget", "Nothing was added");
        assertThat(quay.repositories()).isEmpty();

        quay.create("space/images");
        String trigger = quay.makeTrigger("space/images");
        quay.fail("POST .*/notification/", 500, 1);
        assertRefused(existing(", \"trigger_uuid\": \"" + trigger + "\""), 500, "notification of space/images");
        assertThat(quay.repositories()).containsExactly("space/images");
        assertThat(quay.repository("space/images").triggers).containsKey(trigger);
    }

    @Test
    public void whatCannotBeIsRefusedBeforeAnythingIsDone() throws Exception {
        assertRefused(
                MADE.replace("\"credentials_id\": \"quay-token\", ", ""), 422, "quay.credentials_id", "give its id");
        assertRefused(MADE.replace("quay-token", "no-token"), 422, "there is no secret text no-token");
        assertRefused(MADE.replace("\"namespace\": \"space\", ", ""), 422, "namespace at Quay is missing");
        assertRefused(MADE.replace("QUAY", "ftp://quay.io"), 422, "The address of Quay");
        assertRefused(MADE.replace("true", "true, \"username\": \"a:b\""), 422, "quay.username", "no colon");
        assertRefused(MADE.replace("true", "true, \"try\": 7"), 422, "quay.try: must be true or false");
        assertRefused(existing(", \"trigger_uuid\": \"x/../y\""), 422, "UUID");
        assertRefused(existing("").replace("images", "../x"), 422, "The repository at Quay");
        assertThat(ask(
                                "PUT",
                                "",
                                MADE.replace("{\"namespace\"", "[{\"namespace\"")
                                        .replace("true}", "true}]"))
                        .statusCode())
                .isEqualTo(422);
        JenkinsLocationConfiguration.get().setUrl(url());
        assertRefused(MADE, 409, "neither localhost", "Jenkins URL");
        JenkinsLocationConfiguration.get().setUrl("http://no host/");
        assertRefused(MADE, 409, "Jenkins URL");
        assertThat(quay.calls).isEmpty();
    }

    // ---- Buildbot and Travis -------------------------------------------------------------------------------------

    @Test
    public void secretsOfBuildbotAndTravisBecomeCredentials() throws Exception {
        secrets.addAll(List.of("what Buildbot shows", "of the account", "a token of Travis"));
        String body =
                """
                {"owner": "acme", "name": "gadget", "reviewers": ["alice"], "github": {}, "builder": ["buildbot", "travis"],
                 "buildbot": {"url": "https://bb.example.org", "builders": ["mac"], "try_builders": ["try-mac"],
                   "secret": "what Buildbot shows", "username": "homu", "password": "of the account", "odd": 1},
                 "travis": {"token": "a token of Travis", "try": false}}
                """;
        HttpResponse<String> answer = ask("PUT", "", body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(answer.body()).contains("buildbot.odd: is not a setting here");
        assertThat(ownCredentials())
                .containsExactlyInAnyOrder(
                        "homu-webhook-acme-gadget",
                        "homu-buildbot-acme-gadget",
                        "homu-buildbot-login-acme-gadget",
                        "homu-travis-acme-gadget");
        assertThat(QueueAccess.get().problems()).isEmpty();
        assertThat(ask("GET", "/acme/gadget", "").body())
                .contains("\"builders\":[\"mac\"]", "\"secret_id\":\"homu-buildbot-acme-gadget\"")
                .doesNotContain(secrets.toArray(String[]::new));
        assertThat(ask("DELETE", "/acme/gadget", "").statusCode()).isEqualTo(200);
        assertNothingIsLeft();
    }

    @Test
    public void credentialsThatAreThereAreUsedAndStay() throws Exception {
        HomuInJenkins.secret("bb-hook", "what Buildbot shows");
        String body =
                """
                {"owner": "acme", "name": "gadget", "reviewers": ["alice"], "github": {}, "builder": ["buildbot"],
                 "buildbot": {"url": "https://bb.example.org", "builders": ["mac"], "secret_id": "bb-hook"}}
                """;
        assertRefused(body.replace("bb-hook", "other"), 422, "buildbot.secret_id", "no secret text other");
        assertRefused(body.replace(", \"secret_id\": \"bb-hook\"", ""), 422, "buildbot.secret_id: is missing");
        assertRefused(body.replace("[\"mac\"]", "\"mac\""), 422, "buildbot.builders: must be a list");
        assertRefused(body.replace("\"secret_id\"", "\"credentials_id\": \"nobody\", \"secret_id\""), 422, "nobody");
        assertThat(ask("PUT", "", body).statusCode()).isEqualTo(201);
        assertThat(ownCredentials()).containsExactly("homu-webhook-acme-gadget");
        assertThat(ask("DELETE", "/acme/gadget", "").statusCode()).isEqualTo(200);
        assertThat(SystemCredentialsProvider.getInstance().getCredentials())
                .anyMatch(one ->
                        one instanceof IdCredentials known && known.getId().equals("bb-hook"));
        assertNothingIsLeft();
    }

    /** a-b/c and a/b-c are two repositories. */
    @Test
    public void credentialsOfAnotherRepositoryAreLeftAlone() throws Exception {
        SimRepository one = homu.github.createRepository("a-b", "c").grant("homu", Permission.ADMIN);
        one.commit("main", Map.of("README.md", "One\n"), "Initial commit");
        SimRepository other = homu.github.createRepository("a", "b-c").grant("homu", Permission.ADMIN);
        other.commit("main", Map.of("README.md", "Other\n"), "Initial commit");
        String body =
                """
                {"owner": "OWNER", "name": "NAME", "reviewers": ["alice"], "github": {}, "builder": "status",
                 "status": {"context": "ci/test"}}
                """;
        ask("PUT", "", body.replace("OWNER", "a-b").replace("NAME", "c"));
        ask("PUT", "", body.replace("OWNER", "a").replace("NAME", "b-c"));
        assertThat(HomuGlobalConfiguration.get().repository("a/b-c").map(RepositoryConfiguration::getWebhookSecretId))
                .isEqualTo(Optional.of("homu-webhook-a-b-c-2"));
        assertThat(ask("DELETE", "/a/b-c", "").statusCode()).isEqualTo(200);
        assertThat(ownCredentials()).containsExactly("homu-webhook-a-b-c");
    }

    /** As the form does, which has no field for it that people see. */
    @Test
    public void anEmptySetupIsNone() {
        QuayBuilder builder = new QuayBuilder("space");
        builder.setSetup(new QuaySetup(" "));
        assertThat(builder.getSetup()).isNull();
    }
}
