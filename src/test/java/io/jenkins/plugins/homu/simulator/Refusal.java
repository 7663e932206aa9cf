package io.jenkins.plugins.homu.simulator;

import java.util.List;
import java.util.Map;

/** Something that GitHub answers with an error: the status code and the text that GitHub uses for it. */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient List<Map<String, String>> errors;

    public Refusal(int status, String message) {
        this(status, message, List.of());
    }

    private Refusal(int status, String message, List<Map<String, String>> errors) {
        super(message);
        this.status = status;
        this.errors = errors;
    }

    public static Refusal notFound() {
        return new Refusal(404, "Not Found");
    }

    /** 422 Validation Failed, with the one error that GitHub lists for it. */
    public static Refusal invalid(String resource, String field, String code, String message) {
        Map<String, String> error = new java.util.LinkedHashMap<>();
        error.put("resource", resource);
        error.put("code", code);
        error.put("field", field);
        if (message != null) {
            error.put("message", message);
        }
        return new Refusal(422, "Validation Failed", List.of(error));
    }

    public int status() {
        return status;
    }

    public List<Map<String, String>> errors() {
        return errors;
    }
}
