package io.jenkins.plugins.homu.git;

/** A git command ended otherwise than it should. */
final class GitFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final String words;

    /** @param words what git said on standard error, without secrets */
    GitFailure(String command, int code, String words) {
        super("git " + command + " ended with " + code + (words.isEmpty() ? "" : ": " + words));
        this.words = words;
    }

    /** What git said. */
    String words() {
        return words;
    }

    boolean says(String... parts) {
        for (String part : parts) {
            if (words.contains(part)) {
                return true;
            }
        }
        return false;
    }
}
