package io.jenkins.plugins.homu.jenkins.configuration;

import com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.jenkins.configuration.OwnCredentials.Fresh;
import io.jenkins.plugins.homu.jenkins.configuration.OwnCredentials.Purpose;
import io.jenkins.plugins.homu.runtime.admin.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The builders of a document: as in the tables of cfg.toml, but for jobs, which only a Jenkins has, and for secrets, which are
 * credentials. Those that are given by their id have to be there; a secret that is written out becomes one of our own.
 */
final class BuilderDocuments {
    private final ObjectNode document;
    private final Function<Purpose, String> ids;
    private final CredentialsLookup credentials;
    private final List<BuilderConfiguration> builders = new ArrayList<>();
    private final List<Fresh> fresh = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /** @param ids what credentials of our own are called */
    BuilderDocuments(ObjectNode document, Function<Purpose, String> ids, CredentialsLookup credentials) {
        this.document = document;
        this.ids = ids;
        this.credentials = credentials;
    }

    /** @throws Refusal 422 when something in it is of the wrong kind, or credentials are not there */
    void read() throws Refusal {
        if (document.has("status")) {
            DocumentPart part = part("status");
            StatusBuilder status = new StatusBuilder(part.text("context"));
            status.setTryContext(part.text("try_context"));
            add(status, part);
        }
        if (document.has("checks")) {
            DocumentPart part = part("checks");
            CheckBuilder check = new CheckBuilder();
            check.setCheckName(part.text("name"));
            check.setTryName(part.text("try_name"));
            add(check, part);
        }
        if (document.has("job")) {
            DocumentPart part = part("job");
            JenkinsJobBuilder job = new JenkinsJobBuilder(part.text("job"));
            job.setTryJob(part.text("try_job"));
            add(job, part);
        }
        if (document.has("buildbot")) {
            buildbot(part("buildbot"));
        }
        if (document.has("travis")) {
            travis(part("travis"));
        }
        if (document.has("quay")) {
            quay(part("quay"));
        }
    }

    private DocumentPart part(String key) throws Refusal {
        return new DocumentPart(document, key);
    }

    private void add(BuilderConfiguration builder, DocumentPart part) {
        builders.add(builder);
        warnings.addAll(part.unknown());
    }

    List<BuilderConfiguration> builders() {
        return builders;
    }

    /** Credentials that have to be made for them. */
    List<Fresh> fresh() {
        return fresh;
    }

    /** What is strange in them. */
    List<String> warnings() {
        return warnings;
    }

    private void buildbot(DocumentPart part) throws Refusal {
        BuildbotBuilder buildbot = new BuildbotBuilder(part.text("url"));
        buildbot.setBuilders(part.texts("builders"));
        buildbot.setTryBuilders(part.texts("try_builders"));
        buildbot.setWarningsPass(part.flag("warnings_pass", true));
        String secret = textId(part, "secret_id", "secret", Purpose.BUILDBOT);
        if (secret == null) {
            throw part.wrong(
                    "secret_id",
                    "is missing: it is the id of a secret text among the credentials of Jenkins, with what Buildbot's"
                            + " HttpStatusPush shows; or give that as `secret`");
        }
        buildbot.setSecretId(secret);
        buildbot.setCredentialsId(loginId(part));
        add(buildbot, part);
    }

    private void travis(DocumentPart part) throws Refusal {
        TravisBuilder travis = new TravisBuilder();
        travis.setEndpoint(part.text("endpoint"));
        travis.setLegacyAuthorization(part.flag("legacy_authorization", false));
        travis.setForTry(part.flag("try", true));
        travis.setCredentialsId(textId(part, "credentials_id", "token", Purpose.TRAVIS));
        add(travis, part);
    }

    private void quay(DocumentPart part) throws Refusal {
        QuayBuilder quay = new QuayBuilder(part.text("namespace"));
        quay.setRepository(part.text("name"));
        quay.setTriggerUuid(part.text("trigger_uuid"));
        quay.setApiUrl(part.text("api_url"));
        quay.setForTry(part.flag("try", true));
        quay.setCredentialsId(givenText(part, "credentials_id"));
        String user = part.text("username");
        if (user == null || user.contains(":")) {
            throw part.wrong("username", "must have no colon, and not be empty");
        }
        quay.setSecretId(ids.apply(Purpose.QUAY));
        fresh.add(new Fresh(Purpose.QUAY, quay.getSecretId(), Optional.of(user), part.text("secret")));
        if (part.has("status_webhook_uuids")) {
            QuaySetup setup = new QuaySetup(quay.getNamespace() + "/" + quay.getRepository());
            setup.setMade(part.flag("created", false));
            setup.setNotifications(part.texts("status_webhook_uuids"));
            setup.setDeployKey(part.number("ssh"));
            quay.setSetup(setup);
        }
        // For adding it only, or of use at Quay only.
        part.knows(
                "existing_repo", "public", "private", "dockerfile_path", "context", "build_branches", "url", "webhook");
        add(quay, part);
    }

    // ---- credentials -----------------------------------------------------------------------------------------------

    /** Of those that are given, or else of what becomes one of our own; null: neither. */
    private String textId(DocumentPart part, String idKey, String secretKey, Purpose purpose) throws Refusal {
        String given = givenText(part, idKey);
        String secret = part.text(secretKey);
        if (secret == null) {
            return given;
        }
        if (given != null) {
            throw part.wrong(secretKey, "is given beside " + idKey + "; give one of the two");
        }
        String own = ids.apply(purpose);
        fresh.add(new Fresh(purpose, own, Optional.empty(), secret));
        return own;
    }

    private String givenText(DocumentPart part, String key) throws Refusal {
        String id = part.text(key);
        if (id != null && credentials.text(id).isEmpty()) {
            throw part.wrong(
                    key,
                    "there is no secret text " + LogLine.quote(id)
                            + " among the credentials of Jenkins, or it is empty. Create it, or give the id of another");
        }
        return id;
    }

    private String loginId(DocumentPart part) throws Refusal {
        String id = part.text("credentials_id");
        String user = part.text("username");
        String password = part.text("password");
        if (id != null
                && credentials
                        .find(StandardUsernamePasswordCredentials.class, id)
                        .isEmpty()) {
            throw part.wrong(
                    "credentials_id",
                    "there is no user name with password " + LogLine.quote(id)
                            + " among the credentials of Jenkins. Create it, or give the id of another");
        }
        if (user == null && password == null) {
            return id;
        }
        if (user == null || password == null || id != null) {
            throw part.wrong("username", "give username and password, or credentials_id, and not both");
        }
        String own = ids.apply(Purpose.BUILDBOT_LOGIN);
        fresh.add(new Fresh(Purpose.BUILDBOT_LOGIN, own, Optional.of(user), password));
        return own;
    }

    // ---- as documents ----------------------------------------------------------------------------------------------

    /** Writes into the document what the services outside that build it are configured with; of several the first. */
    static void write(RepositoryConfiguration repository, ObjectNode document) {
        for (BuilderConfiguration builder : repository.getBuilders()) {
            if (document.has(builder.defaultName())) {
                continue;
            }
            if (builder instanceof BuildbotBuilder buildbot) {
                ObjectNode part = document.putObject("buildbot").put("url", buildbot.getUrl());
                buildbot.getBuilders().forEach(part.putArray("builders")::add);
                buildbot.getTryBuilders().forEach(part.putArray("try_builders")::add);
                part.put("warnings_pass", buildbot.isWarningsPass());
                put(part, "secret_id", buildbot.getSecretId());
                put(part, "credentials_id", buildbot.getCredentialsId());
            } else if (builder instanceof TravisBuilder travis) {
                ObjectNode part = document.putObject("travis").put("try", travis.isForTry());
                put(part, "endpoint", travis.getEndpoint());
                put(part, "credentials_id", travis.getCredentialsId());
                part.put("legacy_authorization", travis.isLegacyAuthorization());
            } else if (builder instanceof QuayBuilder quay) {
                write(quay, repository, document.putObject("quay"));
            }
        }
    }

    private static void write(QuayBuilder quay, RepositoryConfiguration repository, ObjectNode part) {
        put(part, "namespace", quay.getNamespace());
        put(part, "name", quay.effectiveRepository(repository));
        put(part, "trigger_uuid", quay.getTriggerUuid());
        put(part, "api_url", quay.getApiUrl());
        part.put("try", quay.isForTry());
        put(part, "secret_id", quay.getSecretId());
        put(part, "credentials_id", quay.getCredentialsId());
        quay.setupOf(repository).ifPresent(setup -> {
            setup.getNotifications().forEach(part.putArray("status_webhook_uuids")::add);
            part.put("created", setup.isMade());
            if (setup.getDeployKey() > 0) {
                part.put("ssh", setup.getDeployKey());
            }
        });
    }

    private static void put(ObjectNode part, String key, String text) {
        if (text != null) {
            part.put(key, text);
        }
    }
}
