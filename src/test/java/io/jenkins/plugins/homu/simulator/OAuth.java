package io.jenkins.plugins.homu.simulator;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** OAuth applications, and the person who is signed in in the browser. */
public final class OAuth {

    private final Accounts accounts;
    private final Map<String, Application> applications = new ConcurrentHashMap<>();
    private final Map<String, SimUser> codes = new ConcurrentHashMap<>();
    private volatile SimUser signedIn;

    /** A registered application. */
    public record Application(String id, String secret, String callback) {}

    OAuth(Accounts accounts) {
        this.accounts = accounts;
    }

    public Application register(String id, String secret, String callback) {
        Application application = new Application(id, secret, callback);
        applications.put(id, application);
        return application;
    }

    public Optional<Application> application(String id) {
        return Optional.ofNullable(applications.get(id));
    }

    /** From now on that person says yes to every application; null says no. */
    public void signIn(String login) {
        signedIn = login == null ? null : accounts.user(login);
    }

    /** A code for the signed-in person, empty when nobody is or he says no. */
    public Optional<String> issueCode() {
        SimUser user = signedIn;
        if (user == null) {
            return Optional.empty();
        }
        String code = UUID.randomUUID().toString().replace("-", "").substring(0, 20);
        codes.put(code, user);
        return Optional.of(code);
    }

    /** Exchanges a code for a token, once. */
    public Optional<String> redeem(String code) {
        return Optional.ofNullable(codes.remove(code)).map(accounts::oauthToken);
    }
}
