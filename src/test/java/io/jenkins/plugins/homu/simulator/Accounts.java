package io.jenkins.plugins.homu.simulator;

import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Users, organizations with their teams, Apps, installations, and the tokens of them all. */
public final class Accounts {

    private final Supplier<Long> ids;
    private final Supplier<Instant> clock;
    private final Map<String, SimUser> users = new ConcurrentHashMap<>();
    private final Map<String, Token> tokens = new ConcurrentHashMap<>();
    private final Map<Long, SimApp> apps = new ConcurrentHashMap<>();
    private final Map<Long, SimInstallation> installations = new ConcurrentHashMap<>();
    private final Map<String, Map<String, String>> teams = new ConcurrentHashMap<>();

    /**
     * Whom a token stands for.
     *
     * @param installation null unless it is an installation's token
     * @param expires null for never
     */
    public record Token(SimUser user, SimInstallation installation, Instant expires) {}

    private volatile Duration installationTokens = Duration.ofHours(1);

    Accounts(Supplier<Long> ids, Supplier<Instant> clock) {
        this.ids = ids;
        this.clock = clock;
    }

    /** The account of that login, made when there is none. */
    public SimUser user(String login) {
        return users.computeIfAbsent(key(login), key -> create(login, SimUser.Kind.USER));
    }

    public SimUser organization(String login) {
        return users.computeIfAbsent(key(login), key -> create(login, SimUser.Kind.ORGANIZATION));
    }

    public Optional<SimUser> find(String login) {
        return Optional.ofNullable(users.get(key(login)));
    }

    private SimUser create(String login, SimUser.Kind kind) {
        long id = ids.get();
        String token = "ghp_" + String.format(Locale.ROOT, "%036x", id * 2654435761L);
        SimUser user = new SimUser(id, login, kind, token);
        tokens.put(token, new Token(user, null, null));
        return user;
    }

    /** An App with the public half of its key; it acts as {@code slug[bot]}. */
    public SimApp app(String slug, SimUser owner, PublicKey key) {
        SimUser bot = users.computeIfAbsent(key(slug + "[bot]"), k -> create(slug + "[bot]", SimUser.Kind.BOT));
        SimApp app = new SimApp(ids.get(), slug, owner, bot, key);
        apps.put(app.id(), app);
        return app;
    }

    public Optional<SimApp> app(long id) {
        return Optional.ofNullable(apps.get(id));
    }

    /** Installs an App for an account. */
    public SimInstallation install(SimApp app, SimUser account) {
        SimInstallation installation = new SimInstallation(ids.get(), app, account);
        installations.put(installation.id(), installation);
        return installation;
    }

    public void uninstall(SimInstallation installation) {
        installations.remove(installation.id());
    }

    public Optional<SimInstallation> installation(long id) {
        return Optional.ofNullable(installations.get(id));
    }

    public List<SimInstallation> installationsFor(SimUser account) {
        return installations.values().stream()
                .filter(installation -> installation.account().id() == account.id())
                .toList();
    }

    /** Tokens of installations that are given out from now on are good for that long; as GitHub has it: an hour. */
    public void installationTokensExpireIn(Duration validity) {
        installationTokens = validity;
    }

    public Duration installationTokenValidity() {
        return installationTokens;
    }

    /** As if the hour of all tokens of installations were over. */
    public void expireInstallationTokens() {
        tokens.values().removeIf(token -> token.installation() != null);
    }

    /** A new token of an installation, good for that long (GitHub: one hour). */
    public String installationToken(SimInstallation installation, Duration validity) {
        String token = "ghs_" + String.format(Locale.ROOT, "%036x", ids.get() * 2654435761L);
        tokens.put(
                token,
                new Token(installation.app().bot(), installation, clock.get().plus(validity)));
        return token;
    }

    /** A token that a person gave to a web application. */
    public String oauthToken(SimUser user) {
        String token = "gho_" + String.format(Locale.ROOT, "%036x", ids.get() * 2654435761L);
        tokens.put(token, new Token(user, null, null));
        return token;
    }

    public void revoke(String token) {
        tokens.remove(token);
    }

    /** Whom a token stands for, while it is valid. */
    public Optional<Token> token(String token) {
        return Optional.ofNullable(tokens.get(token))
                .filter(found -> found.expires() == null || clock.get().isBefore(found.expires()))
                .filter(found -> found.installation() == null
                        || installations.containsKey(found.installation().id()));
    }

    /** Makes a user a member of a team (state active or pending), the team made when there is none. */
    public void member(String organization, String slug, String login, String state) {
        organization(organization);
        user(login);
        teams.computeIfAbsent(key(organization + "/" + slug), team -> new ConcurrentHashMap<>())
                .put(key(login), state);
    }

    /** The members of a team with their states, or empty when there is no such team. */
    public Optional<Map<String, String>> team(String organization, String slug) {
        return Optional.ofNullable(teams.get(key(organization + "/" + slug)));
    }

    private static String key(String login) {
        return login.toLowerCase(Locale.ROOT);
    }
}
