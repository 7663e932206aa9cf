package io.jenkins.plugins.homu.ci;

/** What came is not what it should be. The message quotes nothing of it. */
final class Malformed extends Exception {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
        super(message);
    }
}
