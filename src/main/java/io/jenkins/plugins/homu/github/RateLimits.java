package io.jenkins.plugins.homu.github;

import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.port.Clock;
import java.lang.System.Logger.Level;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Which of GitHub's rate limits hold, by token and resource. Primary: so many requests an hour, told by headers.
 * Secondary: told by Retry-After, or in words only. While one holds, asking on may get the account banned.
 */
final class RateLimits {
    private static final System.Logger LOG = System.getLogger(RateLimits.class.getName());
    private static final Duration SECONDARY = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofHours(1);

    /** A secondary limit counts for all resources of a token. */
    private static final String ALL = "*";

    private record Key(String token, String resource) {}

    private final Clock clock;
    private final Map<Key, Instant> until = new ConcurrentHashMap<>();
    /** How often in a row a token ran into a secondary limit that did not say for how long. */
    private final Map<String, Integer> strikes = new ConcurrentHashMap<>();

    RateLimits(Clock clock) {
        this.clock = clock;
    }

    /** How long a known limit holds yet; empty: ask. */
    Optional<Duration> remaining(String token, String resource) {
        Instant now = clock.now();
        Instant latest = now;
        for (Key key : new Key[] {new Key(token, resource), new Key(token, ALL)}) {
            Instant end = until.get(key);
            if (end != null && end.isAfter(latest)) {
                latest = end;
            } else if (end != null && !end.isAfter(now)) {
                until.remove(key, end);
            }
        }
        return latest.equals(now) ? Optional.empty() : Optional.of(Duration.between(now, latest));
    }

    /**
     * Learns from an answer.
     *
     * @param header a header's value, or null
     * @param message GitHub's words, or empty
     * @return how long to wait, when the answer is that of a limit; empty: it is a real answer
     */
    Optional<Duration> observe(
            String token, String resource, int status, Function<String, String> header, String message) {
        boolean exhausted = "0".equals(header.apply("x-ratelimit-remaining"));
        if (status != 403 && status != 429) {
            if (exhausted && status < 500) {
                untilReset(header).ifPresent(wait -> hold(new Key(token, resource), wait, "primary"));
            }
            if (status < 400) {
                strikes.remove(token);
            }
            return Optional.empty();
        }
        if (exhausted) {
            Duration wait = untilReset(header).orElse(SECONDARY);
            hold(new Key(token, resource), wait, "primary");
            return Optional.of(wait);
        }
        Optional<Duration> told = retryAfter(header);
        if (told.isPresent() || status == 429 || speaksOfLimit(message)) {
            Duration wait = told.orElseGet(() -> nextStrike(token));
            hold(new Key(token, ALL), wait, "secondary");
            return Optional.of(wait);
        }
        return Optional.empty();
    }

    /** GraphQL tells of an exhausted limit with status 200. */
    Duration exhausted(String token, String resource, Function<String, String> header) {
        Duration wait = untilReset(header).orElse(SECONDARY);
        hold(new Key(token, resource), wait, "primary");
        return wait;
    }

    private static boolean speaksOfLimit(String message) {
        String words = message.toLowerCase(Locale.ROOT);
        return words.contains("rate limit")
                || words.contains("abuse detection")
                || words.contains("submitted too quickly");
    }

    private Duration nextStrike(String token) {
        int strike = strikes.merge(token, 1, Integer::sum);
        return shorter(SECONDARY.multipliedBy(1L << Math.min(strike - 1, 6)), LONGEST);
    }

    private void hold(Key key, Duration wait, String kind) {
        until.merge(key, clock.now().plus(wait), (one, other) -> one.isAfter(other) ? one : other);
        LOG.log(
                Level.WARNING,
                LogLine.of("rate_limit")
                        .with("kind", kind)
                        .with("resource", key.resource)
                        .with("seconds", wait.toSeconds())
                        .toString());
    }

    /** Seconds, or a date. */
    Optional<Duration> retryAfter(Function<String, String> header) {
        String value = header.apply("Retry-After");
        if (value == null) {
            return Optional.empty();
        }
        if (value.matches("[0-9]{1,9}")) {
            return Optional.of(bounded(Duration.ofSeconds(Long.parseLong(value))));
        }
        return date(value).map(then -> bounded(Duration.between(theirNow(header), then)));
    }

    private Optional<Duration> untilReset(Function<String, String> header) {
        String value = header.apply("x-ratelimit-reset");
        if (value == null || !value.matches("[0-9]{1,12}")) {
            return Optional.empty();
        }
        // By their clock, since ours may be wrong by minutes; and a second more, for theirs has no fractions.
        Instant reset = Instant.ofEpochSecond(Long.parseLong(value)).plusSeconds(1);
        return Optional.of(bounded(Duration.between(theirNow(header), reset)));
    }

    private Instant theirNow(Function<String, String> header) {
        String value = header.apply("Date");
        return value == null ? clock.now() : date(value).orElseGet(clock::now);
    }

    private static Optional<Instant> date(String value) {
        try {
            return Optional.of(ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /** At least a second, at most somewhat more than the hour that GitHub counts by: a broken header must not end all. */
    private static Duration bounded(Duration wait) {
        Duration least = Duration.ofSeconds(1);
        return wait.compareTo(least) < 0 ? least : shorter(wait, LONGEST.plusMinutes(5));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
