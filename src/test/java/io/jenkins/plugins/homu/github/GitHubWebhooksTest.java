package io.jenkins.plugins.homu.github;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.github.Webhooks.Request;
import io.jenkins.plugins.homu.port.CallbackTranslator.Translation;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

/** Who is let in, and with which answer the others are sent away. */
public class GitHubWebhooksTest {
    private final GitHubWebhooks webhooks = Webhooks.translator(Webhooks.hello());

    @Test
    public void acceptsWhatTheSecretOfTheNamedRepositorySigned() {
        Translation.Accepted accepted = accepted(new Request("issue_comment", Webhooks.pullComment("@homu r+")));
        assertThat(accepted.delivery().id()).isEqualTo("72d3162e-cc78-11e3-81ab-4c9367dc0958");
        assertThat(accepted.delivery().label()).isEqualTo("hello");
        assertThat(accepted.delivery().type()).isEqualTo("issue_comment");
        assertThat(accepted.delivery().source()).isEqualTo("github");
        assertThat(accepted.delivery().receivedAt()).isEqualTo(Webhooks.NOW);
        assertThat(webhooks.events(accepted.delivery()))
                .isEqualTo(accepted.events())
                .hasSize(1);
    }

    @Test
    public void takesTheSecretOfTheNamedRepositoryAndNoOther() {
        GitHubWebhooks both = Webhooks.translator(
                Webhooks.hello(),
                new WebhookRepository(Webhooks.settings("other", "Codertocat", "Other"), "another secret"));
        Request request = new Request("issue_comment", Webhooks.pullComment("@homu r+")).signed("another secret");
        assertThat(status(request.to(both))).isEqualTo(401);
    }

    @Test
    public void refusesASignatureThatIsMissingOrNotInTheForm() {
        for (String header : List.of("", "sha256=", "sha1=0123", "sha256=" + "zz".repeat(32), "0".repeat(64))) {
            Request request =
                    new Request("ping", Webhooks.example("ping", "")).header(SignatureVerifier.HEADER, header);
            assertThat(status(request.to(webhooks))).as(header).isEqualTo(401);
        }
        Request without = new Request("ping", Webhooks.example("ping", "")).without(SignatureVerifier.HEADER);
        assertThat(status(without.to(webhooks))).isEqualTo(401);
    }

    @Test
    public void refusesABodyChangedAfterSigning() {
        ObjectNode payload = Webhooks.pullComment("@homu r+");
        Request request = new Request("issue_comment", payload);
        ((ObjectNode) payload.get("comment")).put("body", "@homu r+ p=9");
        assertThat(status(request.body(bytes(payload.toString())).to(webhooks))).isEqualTo(401);
    }

    @Test
    public void anEmptySecretLetsNobodyIn() {
        GitHubWebhooks open =
                Webhooks.translator(new WebhookRepository(Webhooks.settings("hello", "Codertocat", "Hello-World"), ""));
        Request request = new Request("ping", Webhooks.example("ping", ""));
        assertThat(status(request.to(open))).isEqualTo(401);
    }

    @Test
    public void namesAnUnknownRepositoryOnlyToThoseWhoKnowASecret() {
        ObjectNode payload = Webhooks.pullComment("@homu r+");
        ((ObjectNode) payload.get("repository")).put("full_name", "somebody/else");
        assertThat(status(new Request("issue_comment", payload).to(webhooks))).isEqualTo(404);
        assertThat(status(
                        new Request("issue_comment", payload).signed("guessed").to(webhooks)))
                .isEqualTo(401);
    }

    @Test
    public void aRenamedRepositoryIsKnownByItsNumberAndItsSecret() {
        ObjectNode payload = Webhooks.pullComment("@homu r+");
        ((ObjectNode) payload.get("repository")).put("full_name", "Octocat/Hello-Moon");
        assertThat(status(new Request("issue_comment", payload).to(webhooks)))
                .as("its number is not known yet")
                .isEqualTo(404);

        accepted(new Request("issue_comment", Webhooks.pullComment("@homu r+")));
        Translation.Accepted renamed = accepted(new Request("issue_comment", payload));
        assertThat(renamed.delivery().label()).isEqualTo("hello");
        assertThat(webhooks.events(renamed.delivery())).isEqualTo(renamed.events());
        assertThat(status(
                        new Request("issue_comment", payload).signed("guessed").to(webhooks)))
                .isEqualTo(401);

        ((ObjectNode) payload.get("repository")).put("id", 4711);
        assertThat(status(new Request("issue_comment", payload).to(webhooks)))
                .as("another repository")
                .isEqualTo(404);
    }

    @Test
    public void aNumberThatWasNotVerifiedIsNotLearnt() {
        ObjectNode payload = Webhooks.pullComment("@homu r+");
        new Request("issue_comment", payload).signed("guessed").to(webhooks);
        ((ObjectNode) payload.get("repository")).put("full_name", "Octocat/Hello-Moon");
        assertThat(status(new Request("issue_comment", payload).to(webhooks))).isEqualTo(404);
    }

    @Test
    public void letsTheCaseOfTheRepositoryDiffer() {
        ObjectNode payload = Webhooks.pullComment("@homu r+");
        ((ObjectNode) payload.get("repository")).put("full_name", "codertocat/HELLO-world");
        accepted(new Request("issue_comment", payload));
    }

    @Test
    public void answersAPingWithOrWithoutARepository() {
        for (ObjectNode payload : Webhooks.examples("ping")) {
            assertThat(new Request("ping", payload).to(webhooks)).isInstanceOf(Translation.Ignored.class);
            payload.remove("repository");
            assertThat(new Request("ping", payload).to(webhooks)).isInstanceOf(Translation.Ignored.class);
            assertThat(status(new Request("ping", payload).signed("guessed").to(webhooks)))
                    .isEqualTo(401);
        }
    }

    @Test
    public void countsUnknownTypesUnderOneName() {
        Translation translation = new Request("sponsorship<script>", Webhooks.pullComment("@homu r+")).to(webhooks);
        assertThat(translation).isEqualTo(new Translation.Ignored("other", "nothing depends on events of this type"));
    }

    @Test
    public void takesFormsAsWell() {
        String json = Webhooks.pullComment("@homu r+ \u00fc + % &").toString();
        byte[] form = bytes("a=b&payload=" + URLEncoder.encode(json, StandardCharsets.UTF_8) + "&c=d");
        Translation.Accepted accepted = accepted(new Request("issue_comment", form)
                .header("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"));
        assertThat(accepted.delivery().body()).isEqualTo(json);
        assertThat(webhooks.events(accepted.delivery())).isEqualTo(accepted.events());
    }

    @Test
    public void aNumberOfEndlessDigitsIsNotTakenForAnotherEncoding() {
        String number = "1".repeat(5000);
        Request request = new Request(
                "issue_comment",
                bytes("{\"repository\":{\"full_name\":\"Codertocat/Hello-World\"},\"action\":\"created\","
                        + "\"issue\":{\"number\":" + number + "}}"));

        assertThat(request.to(webhooks)).asString().contains("422").contains("too long");
    }

    @Test
    public void refusesOtherContentTypes() {
        Request request = new Request("ping", Webhooks.example("ping", ""));
        assertThat(status(request.header("Content-Type", "text/plain").to(webhooks)))
                .isEqualTo(415);
        assertThat(status(request.without("Content-Type").to(webhooks))).isEqualTo(415);
    }

    @Test
    public void refusesABodyBeyondGitHubsLimit() {
        byte[] body = new byte[GitHubWebhooks.LARGEST_BODY + 1];
        assertThat(status(new Request("ping", body).to(webhooks))).isEqualTo(413);
    }

    @Test
    public void tellsThoseWhoSignedWhatIsWrongWithTheBody() {
        List<byte[]> bodies = new ArrayList<>();
        for (String text : List.of(
                "",
                "[]",
                "null",
                "{",
                "{}",
                "{\"action\":\"created\"}",
                "{\"repository\":5}",
                "{\"repository\":{\"full_name\":[]}}",
                "{\"repository\":{\"full_name\":\"a/b/c\"}}",
                "{\"repository\":{\"full_name\":\"../..\\u0000\"}}",
                "{\"repository\":{\"full_name\":\"Codertocat/Hello-World\"}}",
                "{\"repository\":{\"full_name\":\"a/b\"},\"repository\":{\"full_name\":\"Codertocat/Hello-World\"}}",
                "[".repeat(100_000),
                "{\"a\":" + "[".repeat(100_000),
                "{\"repository\":{\"full_name\":\"Codertocat/Hello-World\"},\"action\":1e999999999}",
                "{\"repository\":{\"full_name\":\"Codertocat/Hello-World\"}} trailing")) {
            bodies.add(bytes(text));
        }
        bodies.add("{\"repository\":{}}".getBytes(StandardCharsets.UTF_16));
        bodies.add("{\"repository\":{}}".getBytes(StandardCharsets.UTF_16LE));
        bodies.add("{\"repository\":{\"full_name\":\"\u00fc\"}}".getBytes(StandardCharsets.ISO_8859_1));
        for (byte[] body : bodies) {
            Translation translation = new Request("issue_comment", body).to(webhooks);
            assertThat(status(translation))
                    .as(new String(body, StandardCharsets.UTF_8))
                    .isEqualTo(422);
            assertThat(status(
                            new Request("issue_comment", body).signed("guessed").to(webhooks)))
                    .isEqualTo(401);
        }
    }

    @Test
    public void namesTheFieldThatIsMissing() {
        ObjectNode payload = Webhooks.pullComment("@homu r+");
        ((ObjectNode) payload.get("comment")).remove("id");
        Translation translation = new Request("issue_comment", payload).to(webhooks);
        assertThat(((Translation.Refused) translation).message()).contains("comment.id is missing");
        ((ObjectNode) payload.get("comment")).put("id", 0.5);
        translation = new Request("issue_comment", payload).to(webhooks);
        assertThat(((Translation.Refused) translation).message()).contains("comment.id is not a whole number");
        ((ObjectNode) payload.get("comment")).put("id", new java.math.BigInteger("9".repeat(40)));
        translation = new Request("issue_comment", payload).to(webhooks);
        assertThat(((Translation.Refused) translation).message()).contains("comment.id is out of range");
    }

    @Test
    public void wantsTheHeadersThatNameTypeAndDelivery() {
        ObjectNode payload = Webhooks.pullComment("@homu r+");
        assertThat(status(new Request("issue_comment", payload)
                        .without("X-GitHub-Event")
                        .to(webhooks)))
                .isEqualTo(422);
        assertThat(status(new Request("issue_comment", payload)
                        .without("X-GitHub-Delivery")
                        .to(webhooks)))
                .isEqualTo(422);
        assertThat(status(new Request("issue_comment", payload)
                        .header("X-GitHub-Delivery", "a b\nc")
                        .to(webhooks)))
                .isEqualTo(422);
    }

    @Test
    public void takesOverAChangedConfiguration() {
        Request request = new Request("issue_comment", Webhooks.pullComment("@homu r+")).signed("new");
        assertThat(status(request.to(webhooks))).isEqualTo(401);
        webhooks.configure(List.of(new WebhookRepository(Webhooks.hello().settings(), "new")));
        accepted(request);
    }

    @Test
    public void neverShowsASecret() {
        assertThat(Webhooks.hello().toString()).doesNotContain(Webhooks.SECRET);
    }

    private Translation.Accepted accepted(Request request) {
        Translation translation = request.to(webhooks);
        assertThat(translation).isInstanceOf(Translation.Accepted.class);
        return (Translation.Accepted) translation;
    }

    private static int status(Translation translation) {
        return translation instanceof Translation.Refused refused ? refused.status() : 200;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
