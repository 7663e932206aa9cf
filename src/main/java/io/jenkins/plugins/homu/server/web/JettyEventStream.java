package io.jenkins.plugins.homu.server.web;

import io.jenkins.plugins.homu.http.EventStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Server-sent events over Jetty: one write under way at a time, what comes meanwhile goes out with the next one. */
final class JettyEventStream implements EventStream {
    private static final int MOST_WAITING = 64 * 1024;

    private final Object lock = new Object();
    private final Response response;
    private final Callback finished;
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private final List<Runnable> onClose = new ArrayList<>();
    private boolean writing;
    private boolean closing;
    private boolean over;

    /** @param finished is told when the answer is complete, or failed */
    JettyEventStream(Response response, Callback finished) {
        this.response = response;
        this.finished = finished;
    }

    @Override
    public boolean offer(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        synchronized (lock) {
            if (closing || over || waiting.size() + bytes.length > MOST_WAITING) {
                return false;
            }
            waiting.writeBytes(bytes);
        }
        write();
        return true;
    }

    @Override
    public void close() {
        synchronized (lock) {
            if (closing) {
                return;
            }
            closing = true;
        }
        write();
    }

    @Override
    public void onClose(Runnable action) {
        synchronized (lock) {
            if (!over) {
                onClose.add(action);
                return;
            }
        }
        action.run();
    }

    private void write() {
        while (writeOnce()) {
            // What came meanwhile is next. Not from within Jetty's call back: that takes of the stack each time.
        }
    }

    /** @return whether it is for the caller to go on: the write has ended already */
    private boolean writeOnce() {
        ByteBuffer next;
        boolean last;
        synchronized (lock) {
            if (writing || over || (waiting.size() == 0 && !closing)) {
                return false;
            }
            writing = true;
            last = closing;
            next = ByteBuffer.wrap(waiting.toByteArray());
            waiting.reset();
        }
        // Of the two, the return of the call and the end of the write, the later one goes on.
        AtomicBoolean isHalfDone = new AtomicBoolean();
        response.write(
                last,
                next,
                Callback.from(
                        () -> {
                            if (last) {
                                end(null);
                                return;
                            }
                            synchronized (lock) {
                                writing = false;
                            }
                            if (isHalfDone.getAndSet(true)) {
                                write();
                            }
                        },
                        this::end));
        return isHalfDone.getAndSet(true);
    }

    /** @param failure null when the answer is complete */
    void end(Throwable failure) {
        List<Runnable> actions;
        synchronized (lock) {
            if (over) {
                return;
            }
            over = true;
            closing = true;
            waiting.reset();
            actions = List.copyOf(onClose);
        }
        if (failure == null) {
            finished.succeeded();
        } else {
            finished.failed(failure);
        }
        actions.forEach(Runnable::run);
    }
}
