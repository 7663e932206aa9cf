package io.jenkins.plugins.homu.http;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Addresses of the original and of its forks that this version does not serve. Whatever still calls them (a builder's
 * hook, a script, a bookmark) is told by name what it is missing and what there is in its place.
 */
final class NotOffered {
    private static final String ROLLUP =
            "Nobody can sign in with GitHub here: that takes an OAuth application in the configuration ([github]"
                    + " app_client_id and app_client_secret).";

    private static final Map<String, String> WORDS = Map.of(
            "admin",
            "The admin interface is not set up. Set [admin] username and secret, or [web] secret, and start the"
                    + " server again.",
            "callback",
            ROLLUP,
            "rollup",
            ROLLUP);

    private final String offered;

    /**
     * @param posted where callbacks are taken
     * @param others where the shell's own handlers answer
     */
    NotOffered(Stream<String> posted, Stream<String> others) {
        this.offered = " Offered are "
                + posted.map(source -> "POST /" + source + ", ").collect(Collectors.joining())
                + "and GET " + Api.OFFERED + ", " + Pages.OFFERED
                + others.map(other -> ", /" + other).collect(Collectors.joining()) + ".";
    }

    /** @return what to say to who asks there; empty where the address is none of those */
    Optional<HttpResponse> answer(String first) {
        return Optional.ofNullable(WORDS.get(first)).map(words -> HttpResponse.error(404, words + offered));
    }

    /** The answer to what changes something at an address that there is not. */
    HttpResponse nothing() {
        return HttpResponse.error(404, "There is nothing at this address." + offered);
    }
}
