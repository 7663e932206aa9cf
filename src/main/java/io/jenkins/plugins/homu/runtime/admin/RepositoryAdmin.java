package io.jenkins.plugins.homu.runtime.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.github.AboutRepository;
import io.jenkins.plugins.homu.github.GitHubClient;
import io.jenkins.plugins.homu.github.MadeWebhook;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.StoreException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Adds and removes repositories: in the queue, on GitHub, at the service that builds, and in the store. Either all of it
 * is done or nothing. Used by one thread at a time.
 */
public final class RepositoryAdmin {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Shelf shelf;
    private final Supplier<GitHubClient> github;
    private final OutsideAddress outside;
    private final String webhookPath;
    private final List<Registrar> registrars;

    /** What came of adding one. @param fresh false: it was there before, and nothing was done */
    record Added(boolean fresh, ObjectNode document, List<String> warnings) {}

    /**
     * @param webhookPath beneath the address outside, where GitHub's webhooks are taken
     */
    public RepositoryAdmin(
            Shelf shelf,
            Supplier<GitHubClient> github,
            OutsideAddress outside,
            String webhookPath,
            List<Registrar> registrars) {
        this.shelf = shelf;
        this.github = github;
        this.outside = outside;
        this.webhookPath = webhookPath;
        this.registrars = List.copyOf(registrars);
    }

    /** Forty hexadecimal digits that nobody can guess. */
    public static String randomText() {
        byte[] bytes = new byte[20];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    List<String> labels() {
        return shelf.labels();
    }

    /** A repository's document without its secrets. */
    ObjectNode show(String label) throws Refusal {
        return shown(label, find(label).document());
    }

    private Shelf.Kept find(String label) throws Refusal {
        return shelf.find(label)
                .orElseThrow(
                        () -> new Refusal(404, "No repository labelled " + LogLine.quote(label) + " is configured."));
    }

    private static ObjectNode shown(String label, ObjectNode document) {
        return Documents.withoutSecrets(document).put("label", label);
    }

    // ---- adding ----------------------------------------------------------------------------------------------------

    /** Adds the repository that a document describes, with a webhook on GitHub, and registers it with its builder. */
    Added add(ObjectNode asked) throws Refusal {
        ObjectNode document = asked.deepCopy();
        for (String key : List.of("owner", "name", "reviewers", "github", "builder")) {
            if (!document.has(key)) {
                throw new Refusal(422, "Required parameter `" + key + "` not found");
            }
        }
        for (String builder : builders(document)) {
            if (!document.has(builder)) {
                throw new Refusal(422, "No settings specified for `" + builder + "` builder");
            }
        }
        RepositoryId id = id(document);
        String label = id.toString();
        Optional<String> known = shelf.labelOf(id).or(() -> shelf.find(label).map(kept -> label));
        if (known.isPresent()) {
            return there(known.get());
        }
        ObjectNode gitHubPart = part(document, "github");
        if (Documents.text(gitHubPart, "secret").isEmpty()) {
            gitHubPart.put("secret", randomText());
        }
        gitHubPart.remove("webhook_id");
        for (Registrar registrar : registrars) {
            if (document.has(registrar.builder())) {
                registrar.complete(id, part(document, registrar.builder()));
            }
        }
        document.put("label", label);
        List<String> warnings = shelf.check(label, document);
        String address = outside.base()
                .get()
                .orElseThrow(() -> new Refusal(
                        409, "The address that GitHub has to deliver to is not known: " + outside.remedy() + "."));
        register(label, id, address, document);
        return new Added(true, document, warnings);
    }

    private Added there(String label) throws Refusal {
        Shelf.Kept kept = find(label);
        if (kept.fixed()) {
            throw new Refusal(
                    409,
                    "The repository belongs to the configuration already, labelled " + LogLine.quote(label)
                            + "; change it there.");
        }
        return new Added(false, shown(label, kept.document()), List.of());
    }

    private static List<String> builders(ObjectNode document) throws Refusal {
        JsonNode builder = document.get("builder");
        List<String> names = new ArrayList<>();
        if (builder.isTextual()) {
            names.add(builder.textValue());
        } else if (builder instanceof ArrayNode list && !list.isEmpty()) {
            for (JsonNode one : list) {
                if (!one.isTextual()) {
                    throw new Refusal(422, "`builder` must be the name of a builder, or a list of names");
                }
                names.add(one.textValue());
            }
        } else {
            throw new Refusal(422, "`builder` must be the name of a builder, or a list of names");
        }
        return names;
    }

    private static RepositoryId id(ObjectNode document) throws Refusal {
        try {
            return new RepositoryId(
                    Documents.text(document, "owner").orElse(""),
                    Documents.text(document, "name").orElse(""));
        } catch (IllegalArgumentException e) {
            throw new Refusal(
                    422,
                    "owner and name can't be those of a repository on GitHub; write them as in github.com/OWNER/NAME",
                    List.of(),
                    e);
        }
    }

    private static ObjectNode part(ObjectNode document, String key) throws Refusal {
        if (document.get(key) instanceof ObjectNode part) {
            return part;
        }
        throw new Refusal(422, "`" + key + "` must be an object");
    }

    private void register(String label, RepositoryId id, String address, ObjectNode document) throws Refusal {
        Undo undo = new Undo(label);
        boolean done = false;
        try {
            AboutRepository about = github.get().about(id);
            if (!about.administered()) {
                throw new Refusal(
                        403,
                        "The bot's account may not make a webhook in " + id
                                + "; make it an administrator of the repository on GitHub.");
            }
            // In the queue first, so that GitHub's ping is answered.
            shelf.open(label, document);
            undo.add("queue", () -> shelf.close(label));
            MadeWebhook hook = github.get()
                    .makeWebhook(
                            id,
                            address + webhookPath,
                            document.path("github").path("secret").textValue());
            if (hook.fresh()) {
                undo.add("webhook", () -> github.get().deleteWebhook(id, hook.id()));
            }
            Documents.child(document, "github").put("webhook_id", hook.id());
            for (Registrar registrar : registrars) {
                if (document.has(registrar.builder())) {
                    registrar.register(label, about, address, Documents.child(document, registrar.builder()), undo);
                }
            }
            shelf.open(label, document);
            shelf.keep(label, document);
            done = true;
        } catch (GatewayException e) {
            throw passedOn(e);
        } catch (StoreException e) {
            throw new Refusal(503, e.getMessage(), List.of(), e);
        } catch (IllegalStateException e) {
            throw new Refusal(409, e.getMessage(), List.of(), e);
        } finally {
            if (!done) {
                undo.run();
            }
        }
    }

    /** With the status of whoever said no; 502 where nobody said anything. */
    private static Refusal passedOn(GatewayException e) {
        int status = e.status() >= 400 && e.status() < 600 ? e.status() : 502;
        return new Refusal(status, e.getMessage() + ". Nothing was added.", List.of(), e);
    }

    // ---- removing --------------------------------------------------------------------------------------------------

    /** Removes one that was added, and what was set up for it outside. @param keep leave the builder's repository be */
    void remove(String label, boolean keep) throws Refusal {
        ObjectNode document = changeable(label).document();
        try {
            shelf.drop(label);
        } catch (StoreException e) {
            throw new Refusal(503, e.getMessage(), List.of(), e);
        }
        Optional<RepositoryId> id = knownId(document);
        if (id.isPresent()) {
            unregister(label, id.get(), document, keep);
        }
        try {
            shelf.close(label);
        } catch (StoreException e) {
            throw new Refusal(503, e.getMessage(), List.of(), e);
        }
    }

    /** Empty where what was kept can't be used any more: nothing outside can be told by it. */
    private static Optional<RepositoryId> knownId(ObjectNode document) {
        try {
            return Optional.of(id(document));
        } catch (Refusal e) {
            return Optional.empty();
        }
    }

    private void unregister(String label, RepositoryId id, ObjectNode document, boolean keep) {
        for (Registrar registrar : registrars) {
            if (document.get(registrar.builder()) instanceof ObjectNode settings) {
                registrar.unregister(label, id, settings, keep);
            }
        }
        JsonNode hook = document.path("github").path("webhook_id");
        if (hook.canConvertToLong() && hook.longValue() > 0) {
            Undo.quietly(label, "webhook", () -> github.get().deleteWebhook(id, hook.longValue()));
        } else if (shelf.findsWebhooksByAddress()) {
            outside.base()
                    .get()
                    .ifPresent(address -> Undo.quietly(
                            label, "webhook", () -> github.get().deleteWebhook(id, address + webhookPath)));
        }
    }

    private Shelf.Kept changeable(String label) throws Refusal {
        Shelf.Kept kept = find(label);
        if (kept.fixed()) {
            throw new Refusal(
                    409,
                    "The repository " + LogLine.quote(label)
                            + " belongs to the configuration, and can't be changed here; change it there.");
        }
        return kept;
    }

    // ---- as the original does it -----------------------------------------------------------------------------------

    /** Adds one as it would stand in the configuration; nothing is set up outside. */
    void addAsGiven(String label, ObjectNode asked) throws Refusal {
        if (shelf.find(label).isPresent()) {
            throw new Refusal(
                    409,
                    "There is a repository labelled " + LogLine.quote(label) + " already; use repo_edit to change it.");
        }
        RepositoryId id = id(asked);
        Optional<String> other = shelf.labelOf(id);
        if (other.isPresent()) {
            throw new Refusal(
                    409,
                    "The repository " + id + " is configured already, labelled " + LogLine.quote(other.get()) + ".");
        }
        ObjectNode document = asked.deepCopy();
        shelf.check(label, document);
        put(label, document, Optional.empty());
    }

    /** Gives one that was added other settings. It stays the same repository, and what was set up outside stays. */
    void edit(String label, ObjectNode asked) throws Refusal {
        ObjectNode before = changeable(label).document();
        ObjectNode document = asked.deepCopy();
        if (!id(document).equals(id(before))) {
            throw new Refusal(
                    422,
                    "owner and name of " + LogLine.quote(label) + " can't be changed from " + id(before)
                            + "; remove the repository, and add the other.");
        }
        carry(before, document, "github", List.of("secret", "webhook_id"));
        for (Registrar registrar : registrars) {
            if (document.has(registrar.builder()) && before.get(registrar.builder()) instanceof ObjectNode old) {
                List<String> names = new ArrayList<>();
                old.fieldNames().forEachRemaining(names::add);
                carry(before, document, registrar.builder(), names);
            }
        }
        shelf.check(label, document);
        put(label, document, Optional.of(before));
    }

    private static void carry(ObjectNode from, ObjectNode to, String part, List<String> keys) {
        ObjectNode target = Documents.child(to, part);
        for (String key : keys) {
            if (from.path(part).has(key) && !target.has(key)) {
                target.set(key, from.path(part).get(key));
            }
        }
    }

    private void put(String label, ObjectNode document, Optional<ObjectNode> before) throws Refusal {
        boolean done = false;
        try {
            shelf.open(label, document);
            shelf.keep(label, document);
            done = true;
        } catch (StoreException e) {
            throw new Refusal(503, e.getMessage(), List.of(), e);
        } catch (IllegalStateException e) {
            throw new Refusal(409, e.getMessage(), List.of(), e);
        } finally {
            if (!done) {
                Undo.quietly(label, "queue", () -> {
                    if (before.isPresent()) {
                        shelf.open(label, before.get());
                    } else {
                        shelf.close(label);
                    }
                });
            }
        }
    }
}
