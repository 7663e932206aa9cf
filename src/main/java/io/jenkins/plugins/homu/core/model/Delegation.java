package io.jenkins.plugins.homu.core.model;

/** The right to command one pull request, handed on by a reviewer. */
public record Delegation(String to, Level level) {
    /** What a delegate may do. */
    public enum Level {
        REVIEW("review"),
        TRY("try");

        private final String word;

        Level(String word) {
            this.word = word;
        }

        /** The word in comments and JSON. */
        public String word() {
            return word;
        }
    }

    /** Whether {@code login} holds this delegation; logins are equal whatever their case. */
    public boolean isTo(String login) {
        return to.equalsIgnoreCase(login);
    }
}
