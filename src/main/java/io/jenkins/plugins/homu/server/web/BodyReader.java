package io.jenkins.plugins.homu.server.web;

import io.jenkins.plugins.homu.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * Reads the body of one request without holding a thread while it waits for more. What arrives is kept only as far as it
 * has arrived, whatever length was announced, and within a budget that all requests share.
 */
final class BodyReader implements Runnable {
    /** A body that is too long is read a bit further and dropped, so that its sender gets to read the answer. */
    private static final long LONGEST_DRAINED = 4L * HttpRequest.MAX_BODY;

    private static final int FIRST_STEP = 64 * 1024;
    private static final byte[] NOTHING = new byte[0];

    /** What reading came to. */
    interface Outcome {
        void complete(byte[] body);

        /** @param status 400 broken off, 408 too slow, 413 too long, 503 too many at once */
        void refuse(int status);
    }

    private final Request request;
    private final AtomicLong budget;
    private final long deadline;
    private final Outcome outcome;
    private final long announced;
    private byte[] bytes;
    private int length;
    private long dropped;
    private int refusal;

    /**
     * @param budget how many bytes may still be held by all requests together; given back with {@link #release}
     * @param allowedNanos how long the body may take
     */
    BodyReader(Request request, AtomicLong budget, long allowedNanos, Outcome outcome) {
        this.request = request;
        this.budget = budget;
        this.deadline = System.nanoTime() + allowedNanos;
        this.outcome = outcome;
        this.announced = request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
        this.bytes = NOTHING;
    }

    void start() {
        if (announced > HttpRequest.MAX_BODY) {
            refusal = 413;
            boolean waitsForLeave = request.getHeaders().contains(HttpHeader.EXPECT);
            if (waitsForLeave || announced > LONGEST_DRAINED) {
                outcome.refuse(refusal);
                return;
            }
        }
        run();
    }

    @Override
    public void run() {
        while (true) {
            Content.Chunk chunk = request.read();
            if (chunk == null) {
                request.demand(this);
                return;
            }
            if (Content.Chunk.isFailure(chunk)) {
                outcome.refuse(chunk.getFailure() instanceof TimeoutException ? 408 : 400);
                return;
            }
            boolean last = chunk.isLast();
            take(chunk.getByteBuffer());
            chunk.release();
            if (last) {
                if (refusal != 0) {
                    outcome.refuse(refusal);
                } else {
                    outcome.complete(length == bytes.length ? bytes : Arrays.copyOf(bytes, length));
                }
                return;
            }
            if (dropped > LONGEST_DRAINED) {
                outcome.refuse(refusal);
                return;
            }
            if (System.nanoTime() - deadline > 0) {
                outcome.refuse(408);
                return;
            }
        }
    }

    private void take(ByteBuffer chunk) {
        int more = chunk.remaining();
        if (refusal == 0 && (long) length + more > HttpRequest.MAX_BODY) {
            drop(413);
        }
        if (refusal == 0 && !makeRoom(length + more)) {
            drop(503);
        }
        if (refusal != 0) {
            dropped += more;
            return;
        }
        chunk.get(bytes, length, more);
        length += more;
    }

    private boolean makeRoom(int needed) {
        if (needed <= bytes.length) {
            return true;
        }
        int size = Math.max(needed, (int) Math.min(HttpRequest.MAX_BODY, 2L * bytes.length));
        if (announced >= needed) {
            size = (int) Math.min(size == needed ? Math.max(needed, FIRST_STEP) : size, announced);
        }
        long extra = size - (long) bytes.length;
        if (budget.addAndGet(-extra) < 0) {
            budget.addAndGet(extra);
            return false;
        }
        bytes = bytes.length == 0 ? new byte[size] : Arrays.copyOf(bytes, size);
        return true;
    }

    private void drop(int status) {
        refusal = status;
        dropped = length;
        release();
    }

    /** Gives back what is held. To be called once the request is answered; more often does no harm. */
    void release() {
        budget.addAndGet(bytes.length);
        bytes = NOTHING;
        length = 0;
    }
}
