package io.jenkins.plugins.homu.simulator.web;

import io.jenkins.plugins.homu.simulator.Accounts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * GitHub's limits: 5,000 calls (REST) and 5,000 points (GraphQL) per hour and account or installation, 60 without a
 * token; on request also 80 content-creating calls per minute and 500 per hour.
 */
public final class RateLimits {

    private static final int ANONYMOUS = 60;
    private static final int CONTENT_PER_MINUTE = 80;
    private static final int CONTENT_PER_HOUR = 500;

    private final Map<String, Bucket> buckets = new HashMap<>();
    private final Map<String, Deque<Instant>> content = new HashMap<>();
    private int hourly = 5000;
    private boolean secondary;

    /** The state of one limit at one moment. */
    public record Status(String resource, int limit, int used, Instant reset) {
        public int remaining() {
            return Math.max(0, limit - used);
        }
    }

    private static final class Bucket {
        int used;
        Instant reset;
    }

    RateLimits() {}

    /** The hourly limit of every account from now on. */
    public synchronized RateLimits hourly(int calls) {
        hourly = calls;
        return this;
    }

    /** Whether the limits on content creation are enforced too. */
    public synchronized RateLimits enforceSecondary(boolean enforced) {
        secondary = enforced;
        return this;
    }

    /** Uses up an account's limit until that time has passed. */
    public synchronized void exhaust(String login, Duration untilReset) {
        for (String resource : new String[] {"core", "graphql"}) {
            Bucket bucket = new Bucket();
            bucket.used = hourly;
            bucket.reset = Instant.now().plus(untilReset);
            buckets.put(login + "/" + resource, bucket);
        }
    }

    /** Forgets what was used. */
    public synchronized void reset() {
        buckets.clear();
        content.clear();
    }

    /** What an account has used of a resource, core or graphql. */
    public synchronized Status status(String login, String resource) {
        return status(login, resource, hourly);
    }

    private Status status(String key, String resource, int limit) {
        Bucket bucket = bucket(key + "/" + resource);
        return new Status(resource, limit, Math.min(bucket.used, limit), bucket.reset);
    }

    synchronized Status status(Accounts.Token caller, String resource) {
        return status(key(caller), resource, caller == null ? ANONYMOUS : hourly);
    }

    synchronized Status use(Accounts.Token caller, String resource, int cost) {
        bucket(key(caller) + "/" + resource).used += cost;
        return status(caller, resource);
    }

    /** How long a content-creating call has to wait, or empty when it may go ahead and is counted. */
    synchronized Optional<Duration> createContent(Accounts.Token caller) {
        if (!secondary) {
            return Optional.empty();
        }
        Instant now = Instant.now();
        Deque<Instant> times = content.computeIfAbsent(key(caller), key -> new ArrayDeque<>());
        while (!times.isEmpty() && times.peekFirst().isBefore(now.minus(Duration.ofHours(1)))) {
            times.removeFirst();
        }
        long lastMinute = times.stream()
                .filter(time -> time.isAfter(now.minus(Duration.ofMinutes(1))))
                .count();
        if (lastMinute >= CONTENT_PER_MINUTE || times.size() >= CONTENT_PER_HOUR) {
            return Optional.of(Duration.ofSeconds(60));
        }
        times.addLast(now);
        return Optional.empty();
    }

    private Bucket bucket(String key) {
        Bucket bucket = buckets.computeIfAbsent(key, k -> new Bucket());
        Instant now = Instant.now();
        if (bucket.reset == null || !now.isBefore(bucket.reset)) {
            bucket.used = 0;
            bucket.reset = now.plus(Duration.ofHours(1));
        }
        return bucket;
    }

    private static String key(Accounts.Token caller) {
        return caller == null ? "" : caller.user().login();
    }
}
