package io.jenkins.plugins.homu.jenkins.pipeline;

import hudson.AbortException;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.LogLine;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/** What a step was called with. Stored with the build, so that it goes on after a restart. */
final class StatusRequest implements Serializable {
    static final List<String> RESULTS = List.of("SUCCESS", "FAILURE", "PENDING");

    private static final long serialVersionUID = 1L;

    private final String builder;
    private final String result;
    private final String url;
    private final String description;
    private final String repository;
    private final String commit;

    StatusRequest(String builder, String result, String url, String description, String repository, String commit) {
        this.builder = builder;
        this.result = result;
        this.url = url;
        this.description = description;
        this.repository = repository;
        this.commit = commit;
    }

    /** Whether something is to be told; else something is asked. */
    boolean reports() {
        return builder != null || result != null;
    }

    Optional<String> builder() {
        return Optional.ofNullable(builder);
    }

    Optional<String> url() {
        return Optional.ofNullable(url);
    }

    String description() {
        return description == null ? "" : description;
    }

    Optional<String> repository() {
        return Optional.ofNullable(repository);
    }

    Optional<String> commit() {
        return Optional.ofNullable(commit);
    }

    /** @throws AbortException for words that are no results */
    BuilderState state() throws AbortException {
        if (result == null) {
            throw new AbortException("homuStatus needs a result beside the builder: one of " + RESULTS
                    + ". The step withHomuStatus finds it by what happens inside.");
        }
        return switch (result) {
            case "SUCCESS" -> BuilderState.SUCCESS;
            case "FAILURE" -> BuilderState.FAILURE;
            case "PENDING" -> BuilderState.RUNNING;
            default ->
                throw new AbortException(
                        "homuStatus: " + LogLine.quote(result) + " is no result; use one of " + RESULTS + ".");
        };
    }
}
