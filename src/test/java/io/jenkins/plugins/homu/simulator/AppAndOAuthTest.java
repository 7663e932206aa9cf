package io.jenkins.plugins.homu.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.Test;

/** GitHub Apps with their signed tokens, OAuth applications, and pages beside the API. */
public class AppAndOAuthTest extends SimulatorTestBase {

    private static String jwt(KeyPair keys, long app, Instant issued, Instant expires) throws Exception {
        String header = encode("{\"alg\":\"RS256\",\"typ\":\"JWT\"}");
        String claims = encode("{\"iss\":" + app + ",\"iat\":" + issued.getEpochSecond() + ",\"exp\":"
                + expires.getEpochSecond() + "}");
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(keys.getPrivate());
        signature.update((header + "." + claims).getBytes(StandardCharsets.US_ASCII));
        return header + "." + claims + "."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    public void appGetsATokenForItsInstallation() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair keys = generator.generateKeyPair();
        SimApp app = github.accounts().app("queue", github.user("alice"), keys.getPublic());
        SimInstallation installation = github.accounts().install(app, widget.owner());
        Instant now = Instant.now();
        ApiClient asApp = new ApiClient(github, jwt(keys, app.id(), now.minusSeconds(60), now.plusSeconds(300)));
        assertThat(asApp.get("/app").json().path("slug").asText()).isEqualTo("queue");
        JsonNode found = asApp.get("/repos/acme/widget/installation").json();
        assertThat(found.path("id").asLong()).isEqualTo(installation.id());
        ApiClient.Answer token = asApp.post("/app/installations/" + installation.id() + "/access_tokens", Map.of());
        assertThat(token.status()).isEqualTo(201);
        ApiClient asBot = new ApiClient(github, token.json().path("token").asText());
        assertThat(asBot.post(
                                "/repos/acme/widget/git/refs",
                                Map.of("ref", "refs/heads/auto", "sha", widget.tip("main")))
                        .status())
                .isEqualTo(201);
        assertThat(asBot.get("/user").status()).isEqualTo(403);
        pullAdding("fix");
        assertThat(asBot.post("/repos/acme/widget/issues/1/comments", Map.of("body", "hi"))
                        .json()
                        .path("user")
                        .path("login")
                        .asText())
                .isEqualTo("queue[bot]");

        for (String bad : new String[] {
            jwt(generator.generateKeyPair(), app.id(), now.minusSeconds(60), now.plusSeconds(300)),
            jwt(keys, app.id(), now.minusSeconds(60), now.plusSeconds(3600)),
            jwt(keys, app.id(), now.minusSeconds(600), now.minusSeconds(60)),
            jwt(keys, 1, now.minusSeconds(60), now.plusSeconds(300))
        }) {
            assertThat(new ApiClient(github, bad).get("/app").status()).isEqualTo(401);
        }
    }

    @Test
    public void browserIsSentBackWithACodeThatBuysAToken() throws Exception {
        github.oauth().register("client", "secret", "http://127.0.0.1:9/callback");
        github.oauth().signIn("alice");
        ApiClient anonymous = new ApiClient(github, null);
        String location = anonymous
                .get("/login/oauth/authorize?client_id=client&scope=public_repo&state=a%26b")
                .header("Location");
        assertThat(location).startsWith("http://127.0.0.1:9/callback?code=").endsWith("&state=a%26b");
        String code = location.substring(location.indexOf("code=") + 5, location.indexOf("&state"));
        Map<String, String> request = Map.of("client_id", "client", "client_secret", "secret", "code", code);
        String token = anonymous
                .post("/login/oauth/access_token", request)
                .json()
                .path("access_token")
                .asText();
        assertThat(new ApiClient(github, token)
                        .get("/user")
                        .json()
                        .path("login")
                        .asText())
                .isEqualTo("alice");
        assertThat(anonymous
                        .post("/login/oauth/access_token", request)
                        .json()
                        .path("error")
                        .asText())
                .isEqualTo("bad_verification_code");
        github.oauth().signIn(null);
        assertThat(anonymous.get("/login/oauth/authorize?client_id=client").header("Location"))
                .contains("error=access_denied");
    }

    @Test
    public void pagesOfADemoLiveBesideTheApi() throws Exception {
        github.pages(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                Content.Sink.write(
                        response, true, "page " + request.getHttpURI().getPath(), callback);
                return true;
            }
        });
        assertThat(homu().get("/acme/widget/pull/1").response().body()).isEqualTo("page /acme/widget/pull/1");
        assertThat(homu().get("/").response().body()).isEqualTo("page /");
        assertThat(homu().get("/user").json().path("login").asText()).isEqualTo("homu");
        assertThat(homu().get("/repos/acme/widget/nothing").status()).isEqualTo(404);
    }
}
