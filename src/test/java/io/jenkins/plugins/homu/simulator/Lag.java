package io.jenkins.plugins.homu.simulator;

import java.time.Duration;

/**
 * How far GitHub's answers lag behind what happened. All zero, except that mergeability is never known at the first
 * question: the first GET of a pull request after its head or base moved answers null and starts the computation.
 */
public final class Lag {

    private volatile Duration refs = Duration.ZERO;
    private volatile Duration mergeability = Duration.ZERO;
    private volatile Duration graphql = Duration.ZERO;
    private volatile Duration closing = Duration.ZERO;
    private volatile long since = System.nanoTime();

    /** For how long reading a ref still gives its old value after a move. */
    public Lag refs(Duration lag) {
        this.since = System.nanoTime();
        this.refs = lag;
        return this;
    }

    /** How long after the first question {@code mergeable} is known. */
    public Lag mergeability(Duration lag) {
        this.mergeability = lag;
        return this;
    }

    /** For how long GraphQL still shows the old heads, refs and states. */
    public Lag graphql(Duration lag) {
        this.since = System.nanoTime();
        this.graphql = lag;
        return this;
    }

    /** How long after a push to the base the pull request in it is closed as merged. */
    public Lag closing(Duration lag) {
        this.closing = lag;
        return this;
    }

    /** What moved before the lag was set is known to everybody. */
    long since() {
        return since;
    }

    public Duration refs() {
        return refs;
    }

    public Duration mergeability() {
        return mergeability;
    }

    public Duration graphql() {
        return graphql;
    }

    public Duration closing() {
        return closing;
    }
}
