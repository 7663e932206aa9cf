package io.jenkins.plugins.homu.port;

import io.jenkins.plugins.homu.core.event.Event;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Makes events of what one kind of sender posts to us. Holds the secrets; never puts one into a message. */
public interface CallbackTranslator {
    /** The sender's name, as in {@link Delivery#source}. */
    String source();

    /** What a callback means. */
    sealed interface Translation {
        /** Verified, and it concerns a repository of ours. */
        record Accepted(Delivery delivery, List<Event> events) implements Translation {
            public Accepted {
                events = List.copyOf(events);
            }
        }

        /** Verified, and it concerns several repositories. @param parts one for each; not empty */
        record AcceptedForSeveral(List<Accepted> parts) implements Translation {
            public AcceptedForSeveral {
                parts = List.copyOf(parts);
            }
        }

        /** Verified, and it concerns nobody: to be answered 200 and counted. @param type for the count */
        record Ignored(String type, String why) implements Translation {}

        /** Not taken. @param status 401, 404, 413, 415, 422, or 503: to be sent again @param message what is wrong and what to do about it */
        record Refused(int status, String type, String message) implements Translation {}
    }

    /**
     * Verifies, then reads. Never throws, whatever the body holds.
     *
     * @param header a header's value by its name in any case
     * @param body the bytes as they came
     */
    Translation translate(Function<String, Optional<String>> header, byte[] body);

    /** Whether it also takes what is posted beneath its address. @param rest the segments there, decoded; not empty */
    default boolean takesBeneath(List<String> rest) {
        return false;
    }

    /** The same for what is posted beneath its address. @param rest the segments there, decoded; possibly none */
    default Translation translate(List<String> rest, Function<String, Optional<String>> header, byte[] body) {
        return translate(header, body);
    }

    /** The events of a delivery that was accepted before, read again after a restart. */
    List<Event> events(Delivery delivery);
}
