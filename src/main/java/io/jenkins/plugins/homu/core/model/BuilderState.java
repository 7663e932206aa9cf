package io.jenkins.plugins.homu.core.model;

/** Where one builder of an attempt stands. */
public enum BuilderState {
    /** Nothing was heard of it yet. */
    WAITING("waiting"),
    RUNNING("pending"),
    SUCCESS("success"),
    FAILURE("failure"),
    /** Stopped by us or by a person; says nothing about the commit. */
    CANCELLED("cancelled"),
    /** The build broke down with the machine it ran on, or vanished; says nothing about the commit. Only ever reported. */
    LOST("lost"),
    /** The build was of another commit, by a fault of the configuration. Only ever reported. */
    UNUSABLE("unusable");

    private final String word;

    BuilderState(String word) {
        this.word = word;
    }

    /** The word in JSON and on pages. */
    public String word() {
        return word;
    }

    public boolean isFinal() {
        return this != WAITING && this != RUNNING;
    }
}
