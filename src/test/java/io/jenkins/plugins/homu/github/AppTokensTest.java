package io.jenkins.plugins.homu.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.Metrics;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.After;
import org.junit.BeforeClass;
import org.junit.Test;

/** A GitHub App's way in: a signed token of its own, then one for each installation. */
public class AppTokensTest {
    private static final RepositoryId WIDGET = new RepositoryId("acme", "widget");
    private static final RepositoryId GADGET = new RepositoryId("acme", "gadget");
    private static final String REF = "{\"object\":{\"sha\":\"" + "a".repeat(40) + "\"}}";
    private static KeyPair keys;

    private final FakeApi api = new FakeApi();
    private Instant now = Instant.parse("2026-03-04T05:06:07Z");
    private GitHubClient client;

    @BeforeClass
    public static void generate() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        keys = generator.generateKeyPair();
    }

    @After
    public void stop() {
        if (client != null) {
            client.close();
        }
        api.close();
    }

    private static String pkcs8() {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    /** PKCS#8 is a header of 26 bytes before PKCS#1 for keys of this size. */
    private static String pkcs1() {
        byte[] encoded = keys.getPrivate().getEncoded();
        return "-----BEGIN RSA PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(Arrays.copyOfRange(encoded, 26, encoded.length))
                + "\n-----END RSA PRIVATE KEY-----\n";
    }

    private GitHubClient client() {
        client = new GitHubClient(
                GitHubSettings.of(URI.create(api.url()), Optional.empty(), GitHubCredentials.App.of("123", pkcs1())),
                List::of,
                () -> now,
                Metrics.NONE);
        return client;
    }

    private String token(String value, Duration life) {
        return "{\"token\":\"" + value + "\",\"expires_at\":\"" + now.plus(life) + "\"}";
    }

    @Test
    public void readsBothFormsOfKeys() {
        assertThat(PemKeys.read(pkcs8())).isEqualTo(keys.getPrivate());
        assertThat(PemKeys.read(pkcs1())).isEqualTo(keys.getPrivate());
        assertThat(PemKeys.read(pkcs1().replace("\r", "").replace("\n", "\\n"))).isEqualTo(keys.getPrivate());
    }

    @Test
    public void saysWhatIsWrongWithAKeyWithoutShowingIt() {
        String damaged = pkcs1().replaceFirst("[A-Za-z0-9+/]{60}", "A".repeat(60));
        for (String pem : List.of("", "nonsense", damaged, pkcs8().replace("PRIVATE", "PUBLIC"))) {
            assertThatThrownBy(() -> PemKeys.read(pem))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("app_private_key")
                    .hasNoCause();
        }
        assertThat(GitHubCredentials.App.of("123", pkcs1())).hasToString("GitHub App 123");
    }

    @Test
    public void getsATokenForAnInstallationAndUsesItUntilShortBeforeItsEnd() throws Exception {
        api.then(200, "{\"id\":42}")
                .then(201, token("ghs_one", Duration.ofHours(1)))
                .then(200, REF)
                .then(200, REF)
                .then(201, "{\"token\":\"ghs_two\",\"expires_at\":\"2026-03-04T07:06:07Z\"}")
                .then(200, REF);
        client().tip(WIDGET, "main");
        now = now.plus(Duration.ofMinutes(54));
        client.tip(WIDGET, "main");
        now = now.plus(Duration.ofMinutes(2));
        assertThat(client.tip(WIDGET, "main")).contains(new CommitSha("a".repeat(40)));
        assertThat(api.seen())
                .extracting(it -> it.method() + " " + it.uri())
                .containsExactly(
                        "GET /repos/acme/widget/installation",
                        "POST /app/installations/42/access_tokens",
                        "GET /repos/acme/widget/git/ref/heads/main",
                        "GET /repos/acme/widget/git/ref/heads/main",
                        "POST /app/installations/42/access_tokens",
                        "GET /repos/acme/widget/git/ref/heads/main");
        assertThat(api.seen().get(3).header("Authorization")).isEqualTo("Bearer ghs_one");
        assertThat(api.seen().get(5).header("Authorization")).isEqualTo("Bearer ghs_two");
    }

    @Test
    public void signsAsGitHubWantsIt() throws Exception {
        api.then(200, "{\"slug\":\"homu\"}");
        assertThat(client().login()).isEqualTo("homu[bot]");
        String[] parts = api.seen()
                .get(0)
                .header("Authorization")
                .substring("Bearer ".length())
                .split("\\.", -1);
        JsonNode claims = Webhooks.JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
        assertThat(claims.get("iss").asText()).isEqualTo("123");
        assertThat(claims.get("iat").asLong()).isLessThan(now.getEpochSecond());
        assertThat(claims.get("exp").asLong()).isBetween(now.getEpochSecond() + 60, now.getEpochSecond() + 600);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(keys.getPublic());
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.UTF_8));
        assertThat(signature.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
    }

    @Test
    public void sharesTheTokenOfAnInstallationAmongItsRepositories() throws Exception {
        api.then(200, "{\"id\":42}")
                .then(201, token("ghs_one", Duration.ofHours(1)))
                .then(200, REF)
                .then(200, "{\"id\":42}")
                .then(200, REF);
        client().tip(WIDGET, "main");
        client.tip(GADGET, "main");
        assertThat(api.seen()).hasSize(5);
    }

    @Test
    public void getsAnotherTokenWhenOneIsRefusedAndGivesUpAfterThat() {
        api.then(200, "{\"id\":42}")
                .then(201, token("ghs_one", Duration.ofHours(1)))
                .then(401, "{\"message\":\"Bad credentials\"}")
                .then(200, "{\"id\":42}")
                .then(201, token("ghs_two", Duration.ofHours(1)))
                .then(401, "{\"message\":\"Bad credentials\"}");
        assertThatThrownBy(() -> client().tip(WIDGET, "main"))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("app_private_key")
                .hasMessageNotContaining("ghs_");
        assertThat(api.seen()).hasSize(6);
    }

    @Test
    public void saysWhereTheAppIsNotInstalled() {
        api.then(404, "{\"message\":\"Not Found\"}");
        assertThatThrownBy(() -> client().tip(WIDGET, "main"))
                .isInstanceOfSatisfying(GatewayException.class, e -> assertThat(e.isTransient())
                        .as("what waits goes on when it is installed")
                        .isTrue())
                .hasMessageContaining("not installed on acme/widget");
    }

    @Test
    public void whatWaitsGoesOnWhenASuspensionIsLifted() {
        api.then(200, "{\"id\":42}").then(403, "{\"message\":\"This installation has been suspended\"}");
        assertThatThrownBy(() -> client().tip(WIDGET, "main"))
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.isTransient()).isTrue())
                .hasMessageContaining("lift its suspension. This installation has been suspended");
    }
}
