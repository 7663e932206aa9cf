package io.jenkins.plugins.homu.ci;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.port.CallbackTranslator;
import io.jenkins.plugins.homu.port.Clock;
import io.jenkins.plugins.homu.port.Delivery;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What Travis CI posts, signed with the key that it publishes; where it is configured so, with a digest as until 2016. */
final class TravisCallbacks implements CallbackTranslator {
    static final String SOURCE = "travis";

    private static final int LARGEST_BODY = 25 * 1024 * 1024;
    private static final int LONGEST_SIGNATURE = 4096;
    /** Never needed, and may be long. */
    private static final Set<String> LEFT = Set.of("config", "matrix", "message");

    private final TravisKeys keys;
    private final Clock clock;
    private volatile List<ServiceRepository> repositories = List.of();

    TravisCallbacks(TravisKeys keys, Clock clock) {
        this.keys = keys;
        this.clock = clock;
    }

    void configure(Collection<ServiceRepository> all) {
        repositories = all.stream()
                .filter(repository -> repository.services().travis().isPresent())
                .toList();
        keys.keepOnly(endpoints());
    }

    private static TravisSettings travis(ServiceRepository repository) {
        return repository.services().travis().orElseThrow();
    }

    private Set<URI> endpoints() {
        return repositories.stream()
                .map(repository -> travis(repository).endpoint())
                .collect(Collectors.toSet());
    }

    @Override
    public String source() {
        return SOURCE;
    }

    @Override
    public Translation translate(Function<String, Optional<String>> header, byte[] body) {
        if (body.length > LARGEST_BODY) {
            return refused(413, "The body is larger than 25 MiB.");
        }
        String type = header.apply("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        if (!type.startsWith("application/x-www-form-urlencoded")) {
            return refused(415, "Travis CI sends application/x-www-form-urlencoded; this is something else.");
        }
        Optional<byte[]> signature = header.apply("Signature").flatMap(TravisCallbacks::decoded);
        Optional<String> digest = header.apply("Authorization");
        if (signature.isEmpty() && digest.isEmpty()) {
            return refused(
                    401,
                    header.apply("Signature").isEmpty()
                            ? "There is no signature. Travis CI puts one into the header Signature."
                            : "The header Signature can't be read: Travis CI puts a signature in Base64 there.");
        }
        try {
            byte[] payload = new FormFields(body)
                    .bytes("payload")
                    .orElseThrow(() -> new Malformed("the form has no field payload"));
            return signature.isPresent() ? signed(signature.get(), payload) : digested(digest.get(), payload);
        } catch (Malformed e) {
            return refused(422, "Not what Travis CI sends: " + e.getMessage() + ".");
        }
    }

    private static Translation.Refused refused(int status, String message) {
        return new Translation.Refused(status, KeptReports.TYPE, message);
    }

    private static Optional<byte[]> decoded(String signature) {
        if (signature.length() > LONGEST_SIGNATURE) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getDecoder().decode(signature.strip()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Translation signed(byte[] signature, byte[] payload) throws Malformed {
        List<String> troubles = new ArrayList<>();
        for (URI endpoint : endpoints()) {
            if (keys.fits(endpoint, signature, payload)) {
                JsonNode build = Json.read(payload, LEFT);
                return meaning(
                        build,
                        repository(build)
                                .filter(found -> travis(found).endpoint().equals(endpoint)),
                        payload);
            }
            keys.trouble(endpoint).ifPresent(troubles::add);
        }
        if (!troubles.isEmpty()) {
            return refused(503, "The signature can't be checked: " + troubles.get(0) + ".");
        }
        return refused(
                401,
                repositories.isEmpty()
                        ? "No repository here is built by Travis CI. Remove the webhook, or configure it."
                        : "The signature is not one of the Travis CI that is configured here. Check the endpoint.");
    }

    /** The digest is of the repository's name and the token, so that it says nothing of what is reported. */
    private Translation digested(String digest, byte[] payload) throws Malformed {
        JsonNode build = Json.read(payload, LEFT);
        Optional<ServiceRepository> found = repository(build).filter(repository -> {
            TravisSettings travis = travis(repository);
            return travis.legacyAuthorization()
                    && travis.token().isPresent()
                    && MessageDigest.isEqual(
                            digest.getBytes(StandardCharsets.UTF_8),
                            HexFormat.of()
                                    .formatHex(Shown.digest(
                                            slug(build) + travis.token().get()))
                                    .getBytes(StandardCharsets.UTF_8));
        });
        if (found.isEmpty()) {
            return refused(
                    401,
                    "There is no signature, and the header Authorization does not fit, or is not believed here: that is"
                            + " for versions of Travis CI of before 2017, with legacy_authorization = true.");
        }
        return meaning(build, found, payload);
    }

    private static String slug(JsonNode build) {
        JsonNode repository = build.path("repository");
        return Json.text(repository, "owner_name").orElse("") + "/"
                + Json.text(repository, "name").orElse("");
    }

    private Optional<ServiceRepository> repository(JsonNode build) {
        RepositoryId id;
        try {
            id = RepositoryId.parse(slug(build));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return repositories.stream()
                .filter(repository -> repository.settings().testRepository().equals(id))
                .findFirst();
    }

    private Translation meaning(JsonNode build, Optional<ServiceRepository> repository, byte[] payload) {
        if (repository.isEmpty()) {
            return refused(
                    404, "The repository of this build is not configured here. Remove the webhook, or configure it.");
        }
        // Of a pull request, it is a merge of Travis' own that is built, whatever commit is named.
        if (!Json.text(build, "type").orElse("push").equals("push")
                || build.path("pull_request").asBoolean(false)) {
            return new Translation.Ignored(KeptReports.TYPE, "it is not of a push");
        }
        return TravisBuild.read(build, Json.text(build, "commit"))
                .map(read -> KeptReports.accepted(
                        SOURCE,
                        Map.of(
                                repository.get().label(),
                                List.of(read.report(
                                        travis(repository.get()),
                                        repository.get().settings().testRepository()))),
                        payload,
                        clock.now()))
                .orElseGet(() -> new Translation.Ignored(KeptReports.TYPE, "it says nothing of a commit"));
    }

    @Override
    public List<Event> events(Delivery delivery) {
        return KeptReports.events(delivery);
    }
}
