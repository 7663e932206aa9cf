package io.jenkins.plugins.homu.architecture.violations.homu.http;

/** Breaks a rule on purpose: it prints. Nobody calls it. */
public final class Prints {
    private Prints() {}

    public static void print() {
        System.err.println("Hello");
    }
}
