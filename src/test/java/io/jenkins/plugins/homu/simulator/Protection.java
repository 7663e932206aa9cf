package io.jenkins.plugins.homu.simulator;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The protection of a branch. Without any rule set it only forbids force pushes and deletion. */
public final class Protection {

    private final Set<String> contexts = new LinkedHashSet<>();
    private final Set<String> pushers = new LinkedHashSet<>();
    private boolean restricted;
    private boolean pullRequired;
    private String message;

    /** Only commits on which these contexts (statuses or check runs) passed may become the tip. */
    public synchronized Protection requireStatus(String... names) {
        contexts.addAll(List.of(names));
        return this;
    }

    /** Only these may push at all. */
    public synchronized Protection restrictPushesTo(String... logins) {
        restricted = true;
        pushers.addAll(List.of(logins));
        return this;
    }

    /** Nobody may push; changes come by GitHub's own merge button only. */
    public synchronized Protection requirePullRequest() {
        pullRequired = true;
        return this;
    }

    /** Refuses every move with that text, for the ones that GitHub may invent. */
    public synchronized Protection refuseWith(String text) {
        message = text;
        return this;
    }

    public synchronized Set<String> contexts() {
        return Set.copyOf(contexts);
    }

    /** Why that user may not make that commit the tip, in GitHub's words, or empty. */
    synchronized Optional<String> refusal(SimUser user, String sha, StatusBook statuses) {
        if (message != null) {
            return Optional.of(message);
        }
        if (restricted && !pushers.contains(user.login())) {
            return Optional.of("You're not authorized to push to this branch. Visit"
                    + " https://docs.github.com/articles/about-protected-branches/ for more information.");
        }
        if (pullRequired) {
            return Optional.of("Changes must be made through a pull request.");
        }
        List<String> missing = contexts.stream()
                .filter(context -> !statuses.outcome(sha, context).equals("success"))
                .toList();
        if (missing.size() == 1) {
            String state = statuses.outcome(sha, missing.get(0));
            String word = state.isEmpty() ? "expected" : state.equals("pending") ? "pending" : "failing";
            return Optional.of("Required status check \"" + missing.get(0) + "\" is " + word + ".");
        }
        if (!missing.isEmpty()) {
            return Optional.of(missing.size() + " of " + contexts.size() + " required status checks are expected.");
        }
        return Optional.empty();
    }
}
