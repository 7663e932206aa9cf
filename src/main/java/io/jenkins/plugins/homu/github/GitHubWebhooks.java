package io.jenkins.plugins.homu.github;

import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.port.CallbackBody;
import io.jenkins.plugins.homu.port.CallbackTranslator;
import io.jenkins.plugins.homu.port.Clock;
import io.jenkins.plugins.homu.port.Delivery;
import io.jenkins.plugins.homu.port.MarkupReader;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** GitHub's webhooks: verifies them with the secret of the repository they name, then says what they mean. */
public final class GitHubWebhooks implements CallbackTranslator {
    public static final String SOURCE = "github";

    /** GitHub's own limit. */
    public static final int LARGEST_BODY = 25 * 1024 * 1024;

    private static final System.Logger LOG = System.getLogger(GitHubWebhooks.class.getName());
    private static final Pattern DELIVERY_ID = Pattern.compile("[A-Za-z0-9._:-]{1,128}");
    private static final String OTHER = "other";

    /**
     * How many bytes are hashed to find out whether any secret at all fits: that only decides between two ways of saying
     * no, and must not become a way to keep us busy.
     */
    private static final long MOST_HASHED = 16L * 1024 * 1024;

    /** What a payload says of its repository. */
    private record Named(RepositoryId id, Optional<Long> number) {}

    private record Verified(WebhookRepository repository, Optional<SignatureVerifier> verifier) {}

    /** The configuration as of one moment. */
    private record Index(
            Map<RepositoryId, Verified> repositories,
            Map<String, WebhookRepository> labels,
            List<SignatureVerifier> verifiers) {}

    private final RepositoryNames names;
    private final WebhookEvents reader;
    private final Clock clock;
    private volatile Index index;

    /** @param names of the client of the same GitHub */
    public GitHubWebhooks(
            Collection<WebhookRepository> repositories, MarkupReader markup, Clock clock, RepositoryNames names) {
        this.names = names;
        this.reader = new WebhookEvents(markup);
        this.clock = clock;
        this.index = index(repositories);
    }

    /** Takes over a changed configuration. */
    public void configure(Collection<WebhookRepository> repositories) {
        index = index(repositories);
    }

    private static Index index(Collection<WebhookRepository> repositories) {
        Map<String, SignatureVerifier> bySecret = new LinkedHashMap<>();
        Map<RepositoryId, Verified> byId = new HashMap<>();
        Map<String, WebhookRepository> byLabel = new HashMap<>();
        for (WebhookRepository repository : repositories) {
            Optional<SignatureVerifier> verifier = Optional.empty();
            if (!repository.secret().isEmpty()) {
                verifier = Optional.of(bySecret.computeIfAbsent(repository.secret(), SignatureVerifier::new));
            }
            byId.putIfAbsent(repository.settings().repository(), new Verified(repository, verifier));
            byLabel.putIfAbsent(repository.settings().label(), repository);
        }
        // A repository with a queue of its own is never taken for the place where another one is tested.
        for (Verified verified : List.copyOf(byId.values())) {
            verified.repository().settings().branches().fork().ifPresent(fork -> byId.putIfAbsent(fork, verified));
        }
        return new Index(Map.copyOf(byId), Map.copyOf(byLabel), List.copyOf(bySecret.values()));
    }

    @Override
    public String source() {
        return SOURCE;
    }

    @Override
    public Translation translate(Function<String, Optional<String>> header, byte[] body) {
        String event = header.apply("X-GitHub-Event").orElse("");
        String type = WebhookEvents.KNOWN.contains(event) ? event : OTHER;
        Optional<Boolean> form = header.apply("Content-Type").flatMap(CallbackBody::isForm);
        if (form.isEmpty()) {
            return new Translation.Refused(415, type, "Set the webhook's content type to application/json on GitHub.");
        }
        if (body.length > LARGEST_BODY) {
            return new Translation.Refused(413, type, "The body is larger than 25 MiB.");
        }
        Optional<byte[]> signature = header.apply(SignatureVerifier.HEADER).flatMap(SignatureVerifier::parse);
        if (signature.isEmpty()) {
            return new Translation.Refused(
                    401,
                    type,
                    SignatureVerifier.HEADER
                            + " is missing or not of the form sha256=HEX. Set a secret for the webhook on"
                            + " GitHub, the one of our configuration.");
        }
        Index current = index;
        byte[] json;
        Fields payload;
        Optional<Named> named;
        try {
            json = form.get() ? payload(body) : body;
            payload = PayloadReader.read(json);
            named = named(payload);
        } catch (Malformed e) {
            return anySecretFits(current, signature.get(), body) ? malformed(type, e) : unsigned(type);
        }
        Optional<RepositoryId> ours = named.flatMap(it -> ours(it, current));
        Optional<Verified> configured = ours.map(current.repositories::get);
        boolean verified = configured.isPresent()
                ? configured
                        .get()
                        .verifier()
                        .filter(it -> it.fits(signature.get(), body))
                        .isPresent()
                : anySecretFits(current, signature.get(), body);
        if (!verified) {
            return unsigned(type);
        }
        // Of the number only: which name to act under is for GitHub itself to say, whoever has got hold of a secret.
        named.filter(it -> ours.isPresent() && ours.get().equals(it.id))
                .flatMap(Named::number)
                .ifPresent(number -> names.heard(ours.get(), number));
        boolean fromFork = ours.isPresent()
                && configured.isPresent()
                && isFork(ours.get(), configured.get().repository());
        return verified(header, event, type, named, configured.map(Verified::repository), fromFork, payload, json);
    }

    private Translation verified(
            Function<String, Optional<String>> header,
            String event,
            String type,
            Optional<Named> named,
            Optional<WebhookRepository> repository,
            boolean fromFork,
            Fields payload,
            byte[] json) {
        String id = header.apply("X-GitHub-Delivery").orElse("");
        if (event.isEmpty()) {
            return new Translation.Refused(422, type, "The header X-GitHub-Event is missing.");
        }
        if (!DELIVERY_ID.matcher(id).matches()) {
            return new Translation.Refused(422, type, "The header X-GitHub-Delivery is missing or no delivery id.");
        }
        if (type.equals("ping")) {
            return new Translation.Ignored(type, "the webhook works");
        }
        if (named.isPresent() && repository.isEmpty()) {
            return new Translation.Refused(
                    404,
                    type,
                    "The repository of this webhook is not configured here. Remove the webhook, or configure it.");
        }
        if (type.equals(OTHER)) {
            return new Translation.Ignored(type, "nothing depends on events of this type");
        }
        try {
            if (repository.isEmpty()) {
                throw new Malformed("repository.full_name is missing");
            }
            WebhookEvents.Meaning meaning = reader.read(type, payload, repository.get(), fromFork);
            if (meaning.events().isEmpty()) {
                return new Translation.Ignored(type, meaning.ignored());
            }
            Delivery delivery =
                    new Delivery(id, SOURCE, event, repository.get().settings().label(), text(json), clock.now());
            return new Translation.Accepted(delivery, meaning.events());
        } catch (Malformed e) {
            return malformed(type, e);
        }
    }

    @Override
    public List<Event> events(Delivery delivery) {
        Index current = index;
        WebhookRepository repository = current.labels.get(delivery.label());
        if (repository == null) {
            return List.of();
        }
        try {
            Fields payload = PayloadReader.read(delivery.body().getBytes(StandardCharsets.UTF_8));
            boolean fromFork = named(payload)
                    .flatMap(it -> ours(it, current))
                    .filter(it -> isFork(it, repository))
                    .isPresent();
            return reader.read(delivery.type(), payload, repository, fromFork).events();
        } catch (Malformed e) {
            // It was understood when it came in, so the store or a change of this program is to blame.
            LOG.log(
                    Level.ERROR,
                    LogLine.of("delivery_unreadable")
                            .repository(delivery.label())
                            .with("delivery", delivery.id())
                            .with("reason", e.getMessage())
                            .toString());
            return List.of();
        }
    }

    /** The JSON of a webhook that comes as a form. */
    private static byte[] payload(byte[] form) throws Malformed {
        try {
            return CallbackBody.field(form, "payload")
                    .orElseThrow(() -> new Malformed("the form has no field payload"));
        } catch (CallbackBody.Misencoded e) {
            throw new Malformed(e.getMessage());
        }
    }

    private static Optional<Named> named(Fields payload) throws Malformed {
        Optional<Fields> repository = payload.optional("repository");
        if (repository.isEmpty()) {
            return Optional.empty();
        }
        Fields fields = repository.get();
        return Optional.of(new Named(
                fields.repository("full_name"), fields.has("id") ? Optional.of(fields.id("id")) : Optional.empty()));
    }

    /** The name by which the configuration has it: the one it has now, or one that it had. */
    private Optional<RepositoryId> ours(Named named, Index current) {
        if (current.repositories.containsKey(named.id)) {
            return Optional.of(named.id);
        }
        return named.number.flatMap(names::configured).filter(current.repositories::containsKey);
    }

    /** @param ours by the name that the configuration has */
    private static boolean isFork(RepositoryId ours, WebhookRepository repository) {
        return repository.settings().branches().fork().equals(Optional.of(ours))
                && !repository.settings().repository().equals(ours);
    }

    private static boolean anySecretFits(Index index, byte[] signature, byte[] body) {
        long hashed = 0;
        for (SignatureVerifier verifier : index.verifiers) {
            hashed += body.length;
            if (hashed > MOST_HASHED && hashed > body.length) {
                return false;
            }
            if (verifier.fits(signature, body)) {
                return true;
            }
        }
        return false;
    }

    private static Translation unsigned(String type) {
        return new Translation.Refused(
                401,
                type,
                "The signature does not fit. Set the webhook's secret on GitHub to the one of our configuration.");
    }

    private static Translation malformed(String type, Malformed trouble) {
        return new Translation.Refused(422, type, "Not what GitHub sends: " + trouble.getMessage() + ".");
    }

    private static String text(byte[] json) throws Malformed {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(json))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Malformed("the body is not JSON in UTF-8");
        }
    }
}
