package io.jenkins.plugins.homu.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.homu.simulator.hook.SimDelivery;
import io.jenkins.plugins.homu.simulator.hook.SimHook;
import io.jenkins.plugins.homu.simulator.hook.Webhooks;
import io.jenkins.plugins.homu.testing.Await;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** Deliveries: what they carry, their order, and what can go wrong with them. */
public class WebhooksTest extends SimulatorTestBase {

    private HookReceiver receiver;

    @Before
    public void listen() throws Exception {
        receiver = new HookReceiver();
    }

    @After
    public void stopListening() {
        receiver.close();
    }

    private void quiet() throws InterruptedException {
        assertThat(github.webhooks().awaitQuiet(Duration.ofSeconds(20))).isTrue();
    }

    private static JsonNode json(HookReceiver.Delivery delivery) throws Exception {
        return new ObjectMapper().readTree(delivery.body());
    }

    @Test
    public void deliveryIsSignedOverItsBytes() throws Exception {
        SimHook hook = widget.webhook(receiver.url(), "s3cret");
        pullAdding("fix").comment("alice", "Grüße @homu r+");
        quiet();
        assertThat(receiver.events()).containsExactly("ping", "create", "push", "pull_request", "issue_comment");
        HookReceiver.Delivery last = receiver.deliveries().get(4);
        assertThat(last.headers())
                .containsEntry("Content-Type", "application/json")
                .containsEntry("X-GitHub-Hook-ID", Long.toString(hook.id()))
                .containsEntry("X-GitHub-Hook-Installation-Target-Type", "repository")
                .containsEntry(
                        "X-Hub-Signature-256",
                        "sha256="
                                + Webhooks.hmac(
                                        "HmacSHA256", "s3cret", last.body().getBytes(StandardCharsets.UTF_8)));
        assertThat(last.headers().get("User-Agent")).startsWith("GitHub-Hookshot/");
        assertThat(last.headers().get("X-GitHub-Delivery")).hasSize(36);
        assertThat(json(last).path("comment").path("body").asText()).isEqualTo("Grüße @homu r+");
        assertThat(json(last).path("issue").has("pull_request")).isTrue();
        assertThat(github.webhooks().deliveries()).allMatch(one -> one.status() == 202);
    }

    @Test
    public void formDeliveryIsSignedAsSent() throws Exception {
        widget.webhook(receiver.url(), "s3cret", "form", List.of("issue_comment"));
        pullAdding("fix").comment("alice", "a&b=c");
        quiet();
        HookReceiver.Delivery last = receiver.deliveries().get(1);
        assertThat(last.headers().get("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
        assertThat(last.headers().get("X-Hub-Signature-256"))
                .isEqualTo("sha256="
                        + Webhooks.hmac("HmacSHA256", "s3cret", last.body().getBytes(StandardCharsets.UTF_8)));
        String payload = URLDecoder.decode(last.body().substring("payload=".length()), StandardCharsets.UTF_8);
        assertThat(new ObjectMapper()
                        .readTree(payload)
                        .path("comment")
                        .path("body")
                        .asText())
                .isEqualTo("a&b=c");
    }

    @Test
    public void deliveriesComeInOrder() throws Exception {
        widget.webhook(receiver.url(), "s", "json", List.of("issue_comment"));
        SimPull pull = pullAdding("fix");
        List<String> said = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            pull.comment("alice", "comment " + i);
            said.add("comment " + i);
        }
        quiet();
        List<String> heard = new ArrayList<>();
        for (HookReceiver.Delivery delivery : receiver.deliveries().subList(1, 51)) {
            heard.add(json(delivery).path("comment").path("body").asText());
        }
        assertThat(heard).isEqualTo(said);
    }

    @Test
    public void thereIsNoRestWhileTheReceiverMakesNewDeliveries() throws Exception {
        widget.webhook(receiver.url(), "s", "json", List.of("issue_comment"));
        SimPull pull = pullAdding("fix");
        Webhooks webhooks = github.webhooks();
        assertThat(webhooks.atRest(Duration.ofSeconds(20), () -> {
                    pull.comment("homu", "what the receiver was doing when it was asked");
                    return true;
                }))
                .isFalse();
        assertThat(webhooks.atRest(Duration.ofSeconds(20), () -> false)).isFalse();
        assertThat(webhooks.atRest(Duration.ofSeconds(20), () -> true)).isTrue();
        assertThat(receiver.events()).containsExactly("ping", "issue_comment");
    }

    @Test
    public void mergeOfTheHeadByAPushClosesThePullRequestAsMerged() throws Exception {
        SimPull pull = pullAdding("fix");
        widget.webhook(receiver.url(), "s");
        github.lag().closing(Duration.ofSeconds(1));
        homu().patch("/repos/acme/widget/git/refs/heads/main", Map.of("sha", pull.headSha()));
        assertThat(pull.isOpen()).isTrue();
        Await.until(() -> receiver.events().contains("pull_request"));
        assertThat(receiver.events()).containsExactly("ping", "push", "pull_request");
        JsonNode closed = json(receiver.deliveries().get(2));
        assertThat(closed.path("action").asText()).isEqualTo("closed");
        assertThat(closed.path("pull_request").path("merged").asBoolean()).isTrue();
        assertThat(closed.path("sender").path("login").asText()).isEqualTo("homu");
    }

    @Test
    public void synchronizeCarriesOldAndNewHead() throws Exception {
        SimPull pull = pullAdding("fix");
        widget.webhook(receiver.url(), "s", "json", List.of("pull_request"));
        String before = pull.headSha();
        String after = pull.push(Map.of("more", "x\n"));
        quiet();
        JsonNode payload = json(receiver.deliveries().get(1));
        assertThat(payload.path("action").asText()).isEqualTo("synchronize");
        assertThat(payload.path("before").asText() + payload.path("after").asText())
                .isEqualTo(before + after);
    }

    @Test
    public void deletedBranchIsAPushToNowhere() throws Exception {
        widget.branch("gone", "main", Map.of("g", "g\n"));
        widget.webhook(receiver.url(), "s", "json", List.of("push", "delete"));
        widget.deleteBranch("gone");
        quiet();
        assertThat(receiver.events()).containsExactly("ping", "delete", "push");
        JsonNode push = json(receiver.deliveries().get(2));
        assertThat(push.path("after").asText()).isEqualTo("0".repeat(40));
        assertThat(push.path("deleted").asBoolean()).isTrue();
        assertThat(push.path("head_commit").isNull()).isTrue();
    }

    @Test
    public void deliveriesCanBeLostAndSentAgainWithTheirGuid() throws Exception {
        widget.webhook(receiver.url(), "s", "json", List.of("issue_comment"));
        SimPull pull = pullAdding("fix");
        quiet();
        github.webhooks().faults().dropNext(1).duplicateNext(1);
        pull.comment("alice", "lost");
        pull.comment("alice", "twice");
        quiet();
        assertThat(receiver.deliveries()).hasSize(3);
        assertThat(receiver.deliveries().get(1).headers().get("X-GitHub-Delivery"))
                .isEqualTo(receiver.deliveries().get(2).headers().get("X-GitHub-Delivery"));
        SimDelivery lost = github.webhooks().deliveries().stream()
                .filter(one -> one.state() == SimDelivery.State.DROPPED)
                .findFirst()
                .orElseThrow();
        github.webhooks().redeliver(lost.id());
        quiet();
        assertThat(receiver.deliveries().get(3).headers().get("X-GitHub-Delivery"))
                .isEqualTo(lost.guid());
        assertThat(receiver.deliveries().get(3).body()).contains("lost");
    }

    @Test
    public void deliveriesCanBeHeldReversedAndDelayed() throws Exception {
        widget.webhook(receiver.url(), "s", "json", List.of("issue_comment"));
        SimPull pull = pullAdding("fix");
        quiet();
        github.webhooks().pause();
        github.webhooks().faults().reverseNext(3);
        List<String> said = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            pull.comment("alice", "number " + i);
            said.add("number " + i);
        }
        assertThat(receiver.deliveries()).hasSize(1);
        github.webhooks().resume();
        quiet();
        List<String> heard = new ArrayList<>();
        for (HookReceiver.Delivery delivery : receiver.deliveries().subList(1, 4)) {
            heard.add(json(delivery).path("comment").path("body").asText());
        }
        Collections.reverse(said);
        assertThat(heard).isEqualTo(said);
        github.webhooks().faults().delay(Duration.ofMillis(150));
        long start = System.nanoTime();
        pull.comment("alice", "late");
        quiet();
        assertThat(receiver.deliveries()).hasSize(5);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(140));
    }

    @Test
    public void hooksAndDeliveriesAreManagedOverRest() throws Exception {
        widget.grant("homu", Permission.ADMIN);
        ApiClient.Answer created = homu().post(
                        "/repos/acme/widget/hooks",
                        Map.of(
                                "events",
                                List.of("issue_comment"),
                                "config",
                                Map.of("url", receiver.url(), "content_type", "json", "secret", "x")));
        assertThat(created.status()).isEqualTo(201);
        String hook = "/repos/acme/widget/hooks/" + created.json().path("id").asLong();
        quiet();
        receiver.answerWith(500);
        pullAdding("fix").comment("alice", "hello");
        quiet();
        JsonNode failed = homu().get(hook + "/deliveries?status=failure").json();
        assertThat(failed).hasSize(1);
        assertThat(failed.get(0).path("status_code").asInt()).isEqualTo(500);
        receiver.answerWith(202);
        assertThat(homu().post(hook + "/deliveries/" + failed.get(0).path("id").asLong() + "/attempts", Map.of())
                        .status())
                .isEqualTo(202);
        quiet();
        assertThat(homu().get(hook + "/deliveries?status=success")
                        .json()
                        .get(0)
                        .path("redelivery")
                        .asBoolean())
                .isTrue();
        assertThat(homu().get("/repos/acme/widget/hooks").json()).hasSize(1);
        assertThat(homu().delete(hook).status()).isEqualTo(204);
        assertThat(homu().get(hook).status()).isEqualTo(404);
    }

    @Test
    public void appsGetTheirInstallationWithEveryEvent() throws Exception {
        SimApp app = github.accounts().app("queue", github.organization("acme"), null);
        SimInstallation installation = github.accounts().install(app, widget.owner());
        github.webhooks().createForApp(installation, receiver.url(), "s");
        pullAdding("fix");
        quiet();
        assertThat(receiver.events()).containsExactly("create", "push", "pull_request");
        assertThat(json(receiver.deliveries().get(2))
                        .path("installation")
                        .path("id")
                        .asLong())
                .isEqualTo(installation.id());
    }
}
