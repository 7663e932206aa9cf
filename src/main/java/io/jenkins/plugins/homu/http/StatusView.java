package io.jenkins.plugins.homu.http;

import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.BuilderState;
import java.util.List;

/**
 * A status as pages show it: always a word, and a colour besides.
 *
 * @param style ends the name of the style class
 */
record StatusView(String style, String text) {
    /** Of a builder whose attempt has ended without it. */
    static final StatusView NO_RESULT = new StatusView("none", "no result");

    /** The order in which statuses are sorted. */
    private static final List<String> RANKS = List.of("pending", "approved", "", "error", "failure", "success");

    private static final StatusView APPROVED = new StatusView("approved", "Approved");
    private static final StatusView TESTING = new StatusView("pending", "Testing");
    private static final StatusView PASSED = new StatusView("success", "Passed");
    private static final StatusView FAILED = new StatusView("failure", "Failed");
    private static final StatusView ERROR = new StatusView("error", "Error");
    private static final StatusView NOT_APPROVED = new StatusView("none", "Not approved");

    /** @param word the original's word for the status of a pull request */
    static StatusView ofPull(String word) {
        return switch (word) {
            case "approved" -> APPROVED;
            case "pending" -> TESTING;
            case "success" -> PASSED;
            case "failure" -> FAILED;
            case "error" -> ERROR;
            default -> NOT_APPROVED;
        };
    }

    static StatusView ofAttempt(Attempt.Phase phase) {
        return switch (phase) {
            case PREPARING -> new StatusView("pending", "Merging for the test");
            case TESTING -> new StatusView("pending", "Testing");
            case MERGING -> new StatusView("pending", "Moving the base");
            case SUCCEEDED -> new StatusView("success", "Passed");
            case FAILED -> new StatusView("failure", "Failed");
            case CANCELLED -> new StatusView("none", "Cancelled");
            case ERROR -> new StatusView("error", "Error");
        };
    }

    static StatusView ofBuilder(BuilderState state) {
        return switch (state) {
            case WAITING -> new StatusView("none", "waiting");
            case RUNNING -> new StatusView("pending", "running");
            case SUCCESS -> new StatusView("success", "passed");
            case FAILURE -> new StatusView("failure", "failed");
            case CANCELLED -> new StatusView("none", "cancelled");
            case LOST -> new StatusView("none", "lost");
            case UNUSABLE -> new StatusView("error", "unusable");
        };
    }

    static int rank(String word) {
        int rank = RANKS.indexOf(word);
        return rank < 0 ? RANKS.size() : rank;
    }
}
