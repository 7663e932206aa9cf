package io.jenkins.plugins.homu.runtime.admin;

import java.util.List;

/** What was asked for can't be done. The message says why and what to do; never a secret. */
public final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final List<String> problems;

    public Refusal(int status, String message) {
        this(status, message, List.of(), null);
    }

    /** @param problems each of what is wrong, where it is more than one thing */
    public Refusal(int status, String message, List<String> problems) {
        this(status, message, problems, null);
    }

    public Refusal(int status, String message, List<String> problems, Throwable cause) {
        super(message, cause);
        this.status = status;
        this.problems = List.copyOf(problems);
    }

    /** For the answer over HTTP. */
    public int status() {
        return status;
    }

    public List<String> problems() {
        return problems;
    }
}
