package io.jenkins.plugins.homu.simulator.hook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;

/** One attempt to deliver one event to one hook, and how it went. A redelivery is another one with the same GUID. */
public final class SimDelivery {

    /** Where a delivery stands. */
    public enum State {
        QUEUED,
        /** The simulator was told to lose it. */
        DROPPED,
        /** Answered with a status code, whichever. */
        ANSWERED,
        /** No answer: refused, reset or later than 10 seconds. */
        FAILED
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    private final long id;
    private final String guid;
    private final SimHook hook;
    private final String event;
    private final String action;
    private final ObjectNode body;
    private final boolean redelivery;
    private final Instant emittedAt;
    private volatile long notBefore;
    private volatile State state = State.QUEUED;
    private volatile int status;
    private volatile String answer = "";
    private volatile Instant deliveredAt;
    private volatile Duration duration = Duration.ZERO;

    SimDelivery(
            long id,
            String guid,
            SimHook hook,
            String event,
            String action,
            ObjectNode body,
            boolean redelivery,
            Instant emittedAt) {
        this.id = id;
        this.guid = guid;
        this.hook = hook;
        this.event = event;
        this.action = action;
        this.body = body;
        this.redelivery = redelivery;
        this.emittedAt = emittedAt;
    }

    byte[] bytes() {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    void delayUntil(long nanos) {
        notBefore = nanos;
    }

    long notBefore() {
        return notBefore;
    }

    void dropped() {
        state = State.DROPPED;
    }

    void answered(int code, String text, Instant at, Duration took) {
        status = code;
        answer = text;
        deliveredAt = at;
        duration = took;
        state = State.ANSWERED;
    }

    void failed(String reason, Instant at, Duration took) {
        answer = reason;
        deliveredAt = at;
        duration = took;
        state = State.FAILED;
    }

    public long id() {
        return id;
    }

    /** The value of X-GitHub-Delivery. */
    public String guid() {
        return guid;
    }

    public SimHook hook() {
        return hook;
    }

    public String event() {
        return event;
    }

    /** The action in the payload, null for an event without. */
    public String action() {
        return action;
    }

    /** The payload; not to be changed. */
    public ObjectNode body() {
        return body;
    }

    public boolean isRedelivery() {
        return redelivery;
    }

    public Instant emittedAt() {
        return emittedAt;
    }

    public State state() {
        return state;
    }

    /** The status code of the answer, 0 when there was none. */
    public int status() {
        return status;
    }

    /** The beginning of the answer's body, or why there was no answer. */
    public String answer() {
        return answer;
    }

    public Instant deliveredAt() {
        return deliveredAt;
    }

    public Duration duration() {
        return duration;
    }

    @Override
    public String toString() {
        return event + (action == null ? "" : "." + action) + " " + guid + " " + state
                + (status == 0 ? "" : " " + status);
    }
}
