package io.jenkins.plugins.homu.core.model;

/** What the last finished attempt said of the pull request's present head; anything but NONE waits for {@code retry}. */
public enum Verdict {
    /** Nothing yet, or started over. */
    NONE(""),
    SUCCESS("success"),
    /** A builder failed, or time ran out. */
    FAILURE("failure"),
    /** The merge or the moving of the base could not be made. */
    ERROR("error");

    private final String word;

    Verdict(String word) {
        this.word = word;
    }

    /** The original's word for it. */
    public String word() {
        return word;
    }
}
