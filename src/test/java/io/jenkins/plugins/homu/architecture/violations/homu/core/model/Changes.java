package io.jenkins.plugins.homu.architecture.violations.homu.core.model;

/** Breaks a rule on purpose: a thing of the model that changes. */
public final class Changes {
    private int value;

    public int next() {
        return ++value;
    }
}
