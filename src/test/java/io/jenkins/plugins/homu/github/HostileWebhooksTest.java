package io.jenkins.plugins.homu.github;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.github.Webhooks.Request;
import io.jenkins.plugins.homu.port.CallbackTranslator.Translation;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.Test;

/** Payloads damaged at random: each is answered, none with an exception. */
public class HostileWebhooksTest {
    private static final long SEED = 20260304;
    private static final int ROUNDS = 10_000;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final GitHubWebhooks webhooks = Webhooks.translator(Webhooks.hello());
    private final Random random = new Random(SEED);

    @Test
    public void damagedFieldsAreAnsweredWithoutAnException() {
        List<Map.Entry<String, ObjectNode>> seeds = seeds();
        for (int round = 0; round < ROUNDS; round++) {
            Map.Entry<String, ObjectNode> seed = seeds.get(random.nextInt(seeds.size()));
            ObjectNode payload = seed.getValue().deepCopy();
            for (int i = random.nextInt(3); i >= 0; i--) {
                damage(payload);
            }
            Translation translation = new Request(seed.getKey(), payload).to(webhooks);
            check(translation);
            if (translation instanceof Translation.Accepted accepted) {
                assertThat(webhooks.events(accepted.delivery())).isEqualTo(accepted.events());
            }
        }
    }

    @Test
    public void damagedBytesAreAnsweredWithoutAnException() {
        List<Map.Entry<String, ObjectNode>> seeds = seeds();
        for (int round = 0; round < ROUNDS; round++) {
            Map.Entry<String, ObjectNode> seed = seeds.get(random.nextInt(seeds.size()));
            byte[] body = seed.getValue().toString().getBytes(StandardCharsets.UTF_8);
            for (int i = random.nextInt(5); i >= 0; i--) {
                body[random.nextInt(body.length)] = (byte) random.nextInt(256);
            }
            check(new Request(seed.getKey(), body).to(webhooks));
        }
    }

    private static void check(Translation translation) {
        if (translation instanceof Translation.Refused refused) {
            assertThat(refused.status()).isIn(401, 404, 422);
            assertThat(refused.message()).isNotBlank().doesNotContain(Webhooks.SECRET);
        }
    }

    private static List<Map.Entry<String, ObjectNode>> seeds() {
        List<Map.Entry<String, ObjectNode>> seeds = new ArrayList<>();
        seeds.add(Map.entry("issue_comment", Webhooks.pullComment("@homu r+")));
        for (String type : Set.of(
                "pull_request", "pull_request_review", "pull_request_review_comment", "push", "status", "check_run")) {
            Webhooks.examples(type).stream().limit(4).forEach(example -> {
                for (String part : List.of("comment", "review")) {
                    if (example.path(part).isObject()) {
                        ((ObjectNode) example.get(part)).put("body", "@homu r+");
                    }
                }
                seeds.add(Map.entry(type, example));
            });
        }
        return seeds;
    }

    private void damage(ObjectNode payload) {
        ObjectNode object = payload;
        while (true) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            if (names.isEmpty()) {
                return;
            }
            String name = names.get(random.nextInt(names.size()));
            JsonNode child = object.get(name);
            if (child.isObject() && random.nextInt(4) > 0) {
                object = (ObjectNode) child;
                continue;
            }
            if (child.isArray() && !child.isEmpty() && child.get(0).isObject() && random.nextBoolean()) {
                object = (ObjectNode) child.get(0);
                continue;
            }
            if (random.nextInt(4) == 0) {
                object.remove(name);
            } else {
                object.set(name, other());
            }
            return;
        }
    }

    private JsonNode other() {
        ArrayNode array = NODES.arrayNode();
        return switch (random.nextInt(14)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.textNode("");
            case 2 -> NODES.textNode("../..\u0000\u202e\n@homu r+");
            case 3 -> NODES.textNode("x".repeat(random.nextInt(100_000)));
            case 4 -> NODES.numberNode(random.nextLong());
            case 5 -> NODES.numberNode(new BigInteger(300, random));
            case 6 -> NODES.numberNode(-0.0);
            case 7 -> NODES.booleanNode(random.nextBoolean());
            case 8 -> NODES.objectNode();
            case 9 -> array;
            case 10 -> array.add(NODES.objectNode()).add("x").addNull();
            case 11 -> NODES.textNode("9999-99-99T99:99:99Z");
            case 12 -> NODES.textNode("\ud800");
            default -> NODES.textNode("+1000000000-01-01T00:00:00Z");
        };
    }
}
