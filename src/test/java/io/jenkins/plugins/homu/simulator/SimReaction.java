package io.jenkins.plugins.homu.simulator;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** A reaction to a comment or a review. Somebody's second one of a kind is the first. */
public record SimReaction(long id, SimUser user, String content, Instant createdAt) {
    public static final List<String> CONTENTS =
            List.of("+1", "-1", "laugh", "hooray", "confused", "heart", "rocket", "eyes");

    /** GraphQL's word for {@code +1} is {@code THUMBS_UP}, and so on; that of most is the same in capitals. */
    public static String ofGraphQl(String word) {
        return switch (word) {
            case "THUMBS_UP" -> "+1";
            case "THUMBS_DOWN" -> "-1";
            default -> word.toLowerCase(Locale.ROOT);
        };
    }
}
