package io.jenkins.plugins.homu.simulator.web;

import java.time.Duration;
import java.util.Random;
import java.util.function.Predicate;

/**
 * Something that goes wrong with calls of the API. For ever and for all calls, unless told otherwise:
 *
 * <pre>{@code
 * github.faults().inject(Fault.status(502).afterEffect().on("POST /repos/{owner}/{repo}/merges").times(1));
 * }</pre>
 */
public final class Fault {

    enum Kind {
        STATUS,
        DISCONNECT,
        HOLD,
        LATENCY,
        PRIMARY_LIMIT,
        SECONDARY_LIMIT
    }

    private final Kind kind;
    private final int status;
    private final Duration time;
    private final Duration atMost;
    private String route = "";
    private Predicate<ApiRequest> condition = request -> true;
    private int left = Integer.MAX_VALUE;
    private double probability = 1;
    private boolean after;

    private Fault(Kind kind, int status, Duration time, Duration atMost) {
        this.kind = kind;
        this.status = status;
        this.time = time;
        this.atMost = atMost;
    }

    /** An answer such as 500 or 502. */
    public static Fault status(int code) {
        return new Fault(Kind.STATUS, code, Duration.ZERO, Duration.ZERO);
    }

    /** The connection is closed without an answer. */
    public static Fault disconnect() {
        return new Fault(Kind.DISCONNECT, 0, Duration.ZERO, Duration.ZERO);
    }

    /** Calls wait until this is lifted, by {@link Faults#remove} or {@link Faults#clear}; then the other faults strike. */
    public static Fault hold() {
        return new Fault(Kind.HOLD, 0, Duration.ZERO, Duration.ZERO);
    }

    /** Every call takes that much longer. */
    public static Fault latency(Duration time) {
        return latency(time, time);
    }

    /** Every call takes longer by a random time. */
    public static Fault latency(Duration atLeast, Duration atMost) {
        return new Fault(Kind.LATENCY, 0, atLeast, atMost);
    }

    /** The hourly limit is used up: 403 with x-ratelimit-remaining 0 and the reset after that time. */
    public static Fault primaryLimit(Duration untilReset) {
        return new Fault(Kind.PRIMARY_LIMIT, 403, untilReset, Duration.ZERO);
    }

    /** The secondary limit: 403 with Retry-After; null for the variant that only says so in its message. */
    public static Fault secondaryLimit(Duration retryAfter) {
        return new Fault(Kind.SECONDARY_LIMIT, 403, retryAfter, Duration.ZERO);
    }

    /** The same limits answered with another status: GitHub uses 403 and 429. */
    public Fault as(int code) {
        Fault copy = new Fault(kind, code, time, atMost);
        copy.route = route;
        copy.condition = condition;
        copy.left = left;
        copy.probability = probability;
        copy.after = after;
        return copy;
    }

    /** Only calls whose route starts so, with placeholders: {@code POST /repos/{owner}/{repo}/merges}. */
    public Fault on(String routeStart) {
        this.route = routeStart;
        return this;
    }

    public Fault when(Predicate<ApiRequest> matches) {
        this.condition = matches;
        return this;
    }

    /** Only that many calls. */
    public Fault times(int count) {
        this.left = count;
        return this;
    }

    /** Only some of the calls, drawn with the seed of {@link Faults#seed}. */
    public Fault probability(double chance) {
        this.probability = chance;
        return this;
    }

    /** The call takes effect first, and only its answer is lost. */
    public Fault afterEffect() {
        this.after = true;
        return this;
    }

    /** Whether it strikes now; uses up one of its times. Called under the lock of {@link Faults}. */
    boolean strikes(ApiRequest request, Random random) {
        if (left <= 0 || !request.name().startsWith(route) || !condition.test(request)) {
            return false;
        }
        if (probability < 1 && random.nextDouble() >= probability) {
            return false;
        }
        left--;
        return true;
    }

    long delayNanos(Random random) {
        long span = atMost.toNanos() - time.toNanos();
        return time.toNanos() + (span <= 0 ? 0 : (long) (random.nextDouble() * span));
    }

    Kind kind() {
        return kind;
    }

    int status() {
        return status;
    }

    Duration time() {
        return time;
    }

    boolean isAfterEffect() {
        return after;
    }

    @Override
    public String toString() {
        return kind + (status == 0 ? "" : " " + status) + (after ? " after effect" : "");
    }
}
