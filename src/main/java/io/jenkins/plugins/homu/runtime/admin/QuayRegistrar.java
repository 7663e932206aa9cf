package io.jenkins.plugins.homu.runtime.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.ci.QuayAccount;
import io.jenkins.plugins.homu.ci.QuayRegistration;
import io.jenkins.plugins.homu.ci.ServiceLogin;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.github.AboutRepository;
import io.jenkins.plugins.homu.github.GitHubClient;
import io.jenkins.plugins.homu.port.GatewayException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Sets a repository up at Quay: the repository there, unless there is one, a notification for each event, and the trigger,
 * where one was made by hand.
 */
public final class QuayRegistrar implements Registrar {
    /** As the fork calls it. */
    private static final String DEPLOY_KEY = "Quay.io Builder";
    /** The fork's. */
    private static final List<String> BUILD_BRANCHES = List.of("master", "develop", "auto");

    private final QuayAccounts accounts;
    private final Function<QuayAccount, QuayRegistration> quay;
    private final Optional<String> namespace;
    private final Supplier<GitHubClient> github;
    private final OutsideAddress outside;

    /** @param namespace of repositories that name none */
    public QuayRegistrar(
            QuayAccounts accounts,
            Function<QuayAccount, QuayRegistration> quay,
            Optional<String> namespace,
            Supplier<GitHubClient> github,
            OutsideAddress outside) {
        this.accounts = accounts;
        this.quay = quay;
        this.namespace = namespace;
        this.github = github;
        this.outside = outside;
    }

    @Override
    public String builder() {
        return "quay";
    }

    @Override
    public void complete(RepositoryId repository, ObjectNode settings) throws Refusal {
        settings.remove(List.of("url", "webhook", "ssh", "status_webhook_uuids", "created"));
        for (String key : List.of("public", "private")) {
            if (settings.has(key) && !settings.get(key).isBoolean()) {
                throw new Refusal(422, "quay." + key + ": must be true or false");
            }
        }
        Optional<String> existing = Documents.text(settings, "existing_repo");
        if (settings.has("existing_repo") && existing.isEmpty()) {
            throw new Refusal(422, "quay.existing_repo: must be the name of a repository at Quay");
        }
        if (settings.has("trigger_uuid") && existing.isEmpty()) {
            throw new Refusal(
                    422,
                    "quay.trigger_uuid: a repository that is about to be made has no trigger yet; make both at Quay, and"
                            + " give the name of the repository as existing_repo");
        }
        // Before anything is done it has to be known that Quay can be asked.
        accounts.of(settings);
        Optional<String> given = Documents.text(settings, "name");
        if (given.isPresent() && existing.isPresent() && !given.equals(existing)) {
            throw new Refusal(422, "quay.name: is another than existing_repo; leave it out");
        }
        settings.put("name", existing.or(() -> given).orElse(repository.name().toLowerCase(Locale.ROOT)));
        if (!settings.has("namespace")) {
            namespace.ifPresent(name -> settings.put("namespace", name));
        }
        for (String key : List.of("username", "secret")) {
            if (Documents.text(settings, key).isEmpty()) {
                settings.put(key, RepositoryAdmin.randomText());
            }
        }
        if (!settings.has("build_branches")) {
            BUILD_BRANCHES.forEach(settings.putArray("build_branches")::add);
        }
    }

    @Override
    public void register(String label, AboutRepository about, String base, ObjectNode settings, Undo undo)
            throws GatewayException, Refusal {
        String host = URI.create(base).getHost();
        if ("localhost".equals(host) || "127.0.0.1".equals(host)) {
            throw GatewayException.permanent(409, "Quay calls neither localhost nor 127.0.0.1: " + outside.remedy());
        }
        QuayAccount account = accounts.of(settings);
        QuayRegistration at = quay.apply(account);
        String space = settings.path("namespace").textValue();
        String name = settings.path("name").textValue();
        if (!settings.has("existing_repo")) {
            // Private unless it is said, whichever of the two words says it.
            boolean isPublic = settings.has("private")
                    ? !settings.path("private").booleanValue()
                    : settings.path("public").booleanValue();
            create(at, space, name, isPublic);
            undo.add("repository at Quay", () -> at.deleteRepository(space, name));
            settings.put("created", true);
        }
        settings.put("url", account.url() + "/repository/" + space + "/" + name);
        Optional<String> trigger = Documents.text(settings, "trigger_uuid");
        if (trigger.isPresent()) {
            trigger(at, about, space, name, trigger.get(), settings, undo);
        }
        ArrayNode uuids = settings.putArray("status_webhook_uuids");
        ServiceLogin shown = new ServiceLogin(
                settings.path("username").textValue(), settings.path("secret").textValue());
        for (String event : QuayRegistration.EVENTS) {
            String uuid = at.notify(space, name, event, base, label, shown);
            undo.add("notification at Quay", () -> at.deleteNotification(space, name, uuid));
            uuids.add(uuid);
        }
    }

    private static void create(QuayRegistration at, String space, String name, boolean isPublic)
            throws GatewayException {
        try {
            at.createRepository(space, name, isPublic);
        } catch (GatewayException e) {
            if (e.status() == 400 && String.valueOf(e.getMessage()).contains("already exists")) {
                throw GatewayException.permanent(
                        400,
                        "Quay, repository " + space + "/" + name
                                + ": Repository already exists. If it is the one to use,"
                                + " write \"existing_repo\": \"" + name + "\"; else give another name");
            }
            throw e;
        }
    }

    /** It stays when a later step fails: what was made by hand can't be made again from here. */
    private void trigger(
            QuayRegistration at,
            AboutRepository about,
            String space,
            String name,
            String uuid,
            ObjectNode settings,
            Undo undo)
            throws GatewayException {
        QuayRegistration.Trigger trigger = at.activate(
                space,
                name,
                uuid,
                about.sshUrl(),
                Documents.text(settings, "dockerfile_path").orElse("/Dockerfile"),
                Documents.text(settings, "context").orElse("/"));
        trigger.webhook().ifPresent(address -> settings.put("webhook", address));
        if (trigger.publicKey().isEmpty()) {
            return;
        }
        try {
            long key = github.get()
                    .addDeployKey(about.id(), DEPLOY_KEY, trigger.publicKey().get());
            undo.add("deploy key", () -> github.get().deleteDeployKey(about.id(), key));
            settings.put("ssh", key);
        } catch (GatewayException e) {
            // Whoever made the trigger has made it a deploy key as well.
            if (e.status() != 422 || !String.valueOf(e.getMessage()).contains("already in use")) {
                throw e;
            }
        }
    }

    @Override
    public void unregister(String label, RepositoryId repository, ObjectNode settings, boolean keep) {
        Optional<String> space = Documents.text(settings, "namespace");
        Optional<String> name = Documents.text(settings, "name");
        if (space.isPresent() && name.isPresent() && settings.has("status_webhook_uuids")) {
            Undo.quietly(
                    label,
                    "what is at Quay",
                    () -> takeDown(label, quay.apply(accounts.of(settings)), space.get(), name.get(), settings, keep));
        }
        JsonNode key = settings.path("ssh");
        if (key.canConvertToLong() && key.longValue() > 0) {
            Undo.quietly(label, "deploy key", () -> github.get().deleteDeployKey(repository, key.longValue()));
        }
    }

    /** What was there before us stays, but for the trigger, which was given to us. */
    private static void takeDown(
            String label, QuayRegistration at, String space, String name, ObjectNode settings, boolean keep) {
        if (!keep && settings.path("created").booleanValue()) {
            Undo.quietly(label, "repository at Quay", () -> at.deleteRepository(space, name));
            return;
        }
        for (JsonNode uuid : settings.path("status_webhook_uuids")) {
            Undo.quietly(label, "notification at Quay", () -> at.deleteNotification(space, name, uuid.asText()));
        }
        Documents.text(settings, "trigger_uuid")
                .ifPresent(uuid -> Undo.quietly(label, "trigger at Quay", () -> at.deleteTrigger(space, name, uuid)));
    }
}
