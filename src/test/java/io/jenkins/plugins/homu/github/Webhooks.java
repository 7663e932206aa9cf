package io.jenkins.plugins.homu.github;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.core.settings.AccessSettings;
import io.jenkins.plugins.homu.core.settings.BuilderSettings;
import io.jenkins.plugins.homu.core.settings.MergeSettings;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import io.jenkins.plugins.homu.core.settings.RepositorySettings.Branches;
import io.jenkins.plugins.homu.port.CallbackTranslator.Translation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** GitHub's side of webhooks: example payloads, headers, signatures. */
final class Webhooks {
    static final String SECRET = "it's a secret";
    static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
    static final ObjectMapper JSON = new ObjectMapper();
    static final List<String> TYPES = List.of(
            "check_run",
            "check_suite",
            "installation",
            "issue_comment",
            "merge_group",
            "ping",
            "pull_request",
            "pull_request_review",
            "pull_request_review_comment",
            "push",
            "status");

    private Webhooks() {}

    static List<ObjectNode> examples(String type) {
        try (InputStream stream = Webhooks.class.getResourceAsStream("/octokit/" + type + ".jsonl")) {
            List<ObjectNode> examples = new ArrayList<>();
            for (String line : new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                examples.add((ObjectNode) JSON.readTree(line));
            }
            return examples;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first example of that action. */
    static ObjectNode example(String type, String action) {
        return examples(type).stream()
                .filter(it -> action.isEmpty() || it.path("action").asText().equals(action))
                .findFirst()
                .orElseThrow();
    }

    /** A new comment on a pull request, which none of the published examples is. */
    static ObjectNode pullComment(String body) {
        ObjectNode payload = example("issue_comment", "created");
        ((ObjectNode) payload.get("issue"))
                .putObject("pull_request")
                .put("url", "https://api.github.com/repos/Codertocat/Hello-World/pulls/1");
        ((ObjectNode) payload.get("comment")).put("body", body);
        return payload;
    }

    static RepositorySettings settings(String label, String owner, String name) {
        return new RepositorySettings(
                label,
                new RepositoryId(owner, name),
                "homu",
                Set.of("alice"),
                Set.of(),
                Branches.DEFAULT,
                List.of(
                        new BuilderSettings(
                                "ci", BuilderSettings.Kind.STATUS, Optional.of("default"), Optional.of("try-context")),
                        new BuilderSettings(
                                "check",
                                BuilderSettings.Kind.CHECK,
                                Optional.of("Octocoders-linter"),
                                Optional.empty())),
                RepositorySettings.DEFAULT_TIMEOUT,
                RepositorySettings.DEFAULT_START_TIMEOUT,
                RepositorySettings.DEFAULT_MAX_PRIORITY,
                Set.of(),
                Map.of(),
                Set.of(),
                Optional.empty(),
                false,
                true,
                MergeSettings.DEFAULT,
                AccessSettings.NONE);
    }

    static WebhookRepository hello() {
        return new WebhookRepository(settings("hello", "Codertocat", "Hello-World"), SECRET);
    }

    static GitHubWebhooks translator(WebhookRepository... repositories) {
        return new GitHubWebhooks(
                List.of(repositories), body -> body.lines().toList(), () -> NOW, new RepositoryNames(() -> NOW));
    }

    static String sign(String secret, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A request that is being put together. */
    static final class Request {
        private final Map<String, String> headers = new TreeMap<>();
        private byte[] body;

        Request(String type, byte[] body) {
            this.body = body;
            header("Content-Type", "application/json");
            header("X-GitHub-Event", type);
            header("X-GitHub-Delivery", "72d3162e-cc78-11e3-81ab-4c9367dc0958");
            header(SignatureVerifier.HEADER, sign(SECRET, body));
        }

        Request(String type, ObjectNode payload) {
            this(type, payload.toString().getBytes(StandardCharsets.UTF_8));
        }

        Request header(String name, String value) {
            headers.put(name.toLowerCase(Locale.ROOT), value);
            return this;
        }

        Request without(String name) {
            headers.remove(name.toLowerCase(Locale.ROOT));
            return this;
        }

        Request signed(String secret) {
            return header(SignatureVerifier.HEADER, sign(secret, body));
        }

        Request body(byte[] other) {
            body = other;
            return this;
        }

        Translation to(GitHubWebhooks translator) {
            return translator.translate(name -> Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT))), body);
        }
    }
}
