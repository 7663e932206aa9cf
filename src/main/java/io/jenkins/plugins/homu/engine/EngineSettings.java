package io.jenkins.plugins.homu.engine;

import java.time.Duration;

/**
 * How the engine works, for all repositories alike.
 *
 * @param eventThreads threads that decide; they never wait for the network or the disk
 * @param effectThreads most threads that talk to the outside, for each lane; one repository holds at most one of each
 * @param syncThreads most repositories that are compared with GitHub at the same time
 * @param batch most messages that are decided and stored in one transaction
 * @param reconcileInterval each repository is compared with GitHub that often, give or take a tenth
 * @param spread distance between two repositories' first comparison after a start
 * @param retryMin wait after the first failure of an effect or of the store; doubled with each further one
 * @param retryMax longest wait between two tries, unless the other side asks for more
 * @param sayGiveUp a comment, status or label that could not be written for so long is given up
 * @param lookTries a question that failed that often is given up; the next comparison asks again
 * @param staleTipPatience how long a base that GitHub shows at an older commit than ours is waited for
 * @param closeTimeout how long {@link Engine#close} waits for running calls
 * @param keepDeliveries deliveries that were dealt with are known as duplicates for that long
 * @param keepHistory what the history tells is kept for that long
 */
public record EngineSettings(
        int eventThreads,
        int effectThreads,
        int syncThreads,
        int batch,
        Duration reconcileInterval,
        Duration spread,
        Duration retryMin,
        Duration retryMax,
        Duration sayGiveUp,
        int lookTries,
        Duration staleTipPatience,
        Duration closeTimeout,
        Duration keepDeliveries,
        Duration keepHistory) {

    public static final EngineSettings DEFAULT = new EngineSettings(
            Math.max(2, Runtime.getRuntime().availableProcessors()),
            24,
            4,
            64,
            Duration.ofMinutes(5),
            Duration.ofMillis(200),
            Duration.ofSeconds(1),
            Duration.ofMinutes(5),
            Duration.ofHours(24),
            8,
            Duration.ofSeconds(60),
            Duration.ofSeconds(10),
            Duration.ofDays(14),
            Duration.ofDays(365));

    /** @throws IllegalArgumentException when a number could not work */
    public EngineSettings {
        if (eventThreads < 1 || effectThreads < 1 || syncThreads < 1 || batch < 1 || lookTries < 1) {
            throw new IllegalArgumentException(
                    "At least one thread of each kind, one message a batch and one try of a question are needed");
        }
        if (reconcileInterval.isNegative()
                || reconcileInterval.isZero()
                || retryMin.isNegative()
                || retryMin.isZero()) {
            throw new IllegalArgumentException(
                    "The interval of comparisons and the first wait for a retry must be more" + " than zero");
        }
    }

    /** The same with another distance between two comparisons with GitHub. */
    public EngineSettings withReconcileInterval(Duration interval) {
        return new EngineSettings(
                eventThreads,
                effectThreads,
                syncThreads,
                batch,
                interval,
                spread,
                retryMin,
                retryMax,
                sayGiveUp,
                lookTries,
                staleTipPatience,
                closeTimeout,
                keepDeliveries,
                keepHistory);
    }

    /** The same with another wait after a first failure. */
    public EngineSettings withRetryMin(Duration wait) {
        return new EngineSettings(
                eventThreads,
                effectThreads,
                syncThreads,
                batch,
                reconcileInterval,
                spread,
                wait,
                retryMax,
                sayGiveUp,
                lookTries,
                staleTipPatience,
                closeTimeout,
                keepDeliveries,
                keepHistory);
    }

    /** The same with another time that a stop may take. */
    public EngineSettings withCloseTimeout(Duration timeout) {
        return new EngineSettings(
                eventThreads,
                effectThreads,
                syncThreads,
                batch,
                reconcileInterval,
                spread,
                retryMin,
                retryMax,
                sayGiveUp,
                lookTries,
                staleTipPatience,
                timeout,
                keepDeliveries,
                keepHistory);
    }
}
