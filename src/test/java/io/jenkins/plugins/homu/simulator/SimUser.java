package io.jenkins.plugins.homu.simulator;

/** An account: a person, a bot or an organization. */
public final class SimUser {

    /** The three kinds, as GitHub spells them in {@code type}. */
    public enum Kind {
        USER("User"),
        BOT("Bot"),
        ORGANIZATION("Organization");

        private final String type;

        Kind(String type) {
            this.type = type;
        }

        public String type() {
            return type;
        }
    }

    private final long id;
    private final String login;
    private final Kind kind;
    private final String token;
    private volatile String email;

    SimUser(long id, String login, Kind kind, String token) {
        this.id = id;
        this.login = login;
        this.kind = kind;
        this.token = token;
        this.email = login.replace("[bot]", "") + "@example.org";
    }

    public long id() {
        return id;
    }

    public String login() {
        return login;
    }

    public Kind kind() {
        return kind;
    }

    /** A personal access token of this account, good for everything the account may do. */
    public String token() {
        return token;
    }

    public String email() {
        return email;
    }

    public SimUser email(String address) {
        this.email = address;
        return this;
    }

    @Override
    public String toString() {
        return login;
    }
}
