package io.jenkins.plugins.homu.http;

import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.port.QueueReader;
import java.util.List;
import java.util.Optional;

/** Entity tags: what an answer depends on, boiled down, so that an unchanged one need not be made again. */
final class Revision {
    private static final long PRIME = 1_000_003L;

    private Revision() {}

    /** A tag of the present state of some repositories and of whatever else the answer depends on. */
    static String tag(QueueReader reader, List<String> labels, Object... others) {
        long mixed = 17;
        for (String label : labels) {
            mixed = mixed * PRIME + label.hashCode();
            mixed = mixed * PRIME
                    + reader.state(label).map(RepositoryState::revision).orElse(-1L);
            mixed = mixed * PRIME + reader.settings(label).hashCode();
        }
        for (Object other : others) {
            mixed = mixed * PRIME + other.hashCode();
        }
        return "W/\"" + Long.toHexString(mixed) + "\"";
    }

    /** Whether the sender has the answer of this tag already. */
    static boolean isKnown(HttpRequest request, String tag) {
        Optional<String> sent = request.header("If-None-Match");
        if (sent.isEmpty()) {
            return false;
        }
        for (String candidate : sent.get().split(",", -1)) {
            String trimmed = candidate.trim();
            if (trimmed.equals("*") || trimmed.equals(tag) || ("W/" + trimmed).equals(tag)) {
                return true;
            }
        }
        return false;
    }
}
