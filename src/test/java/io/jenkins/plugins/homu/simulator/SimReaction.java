package io.jenkins.plugins.homu.simulator;

import java.time.Instant;
import java.util.List;

/** A reaction to a comment. Somebody's second one of a kind is the first. */
public record SimReaction(long id, SimUser user, String content, Instant createdAt) {
    public static final List<String> CONTENTS =
            List.of("+1", "-1", "laugh", "hooray", "confused", "heart", "rocket", "eyes");
}
