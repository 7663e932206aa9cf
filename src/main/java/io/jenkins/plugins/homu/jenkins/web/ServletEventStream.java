package io.jenkins.plugins.homu.jenkins.web;

import io.jenkins.plugins.homu.http.EventStream;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Server-sent events from a servlet, without a thread that waits: written when the container says that there is room. */
final class ServletEventStream implements EventStream, WriteListener, AsyncListener {
    private static final int MOST_WAITING = 64 * 1024;

    private final Object lock = new Object();
    private final AsyncContext context;
    private final ServletOutputStream out;
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private final List<Runnable> onClose = new ArrayList<>();
    private boolean closing;
    private boolean over;

    private ServletEventStream(AsyncContext context, ServletOutputStream out) {
        this.context = context;
        this.out = out;
    }

    static ServletEventStream open(HttpServletRequest request, HttpServletResponse response) throws IOException {
        AsyncContext context = request.startAsync(request, response);
        context.setTimeout(0);
        ServletEventStream stream = new ServletEventStream(context, response.getOutputStream());
        context.addListener(stream);
        stream.out.setWriteListener(stream);
        return stream;
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

    @Override
    public void onWritePossible() {
        write();
    }

    @Override
    public void onError(Throwable failure) {
        end();
    }

    private void write() {
        boolean finished;
        try {
            synchronized (lock) {
                if (over) {
                    return;
                }
                while (out.isReady() && waiting.size() > 0) {
                    out.write(waiting.toByteArray());
                    waiting.reset();
                    if (out.isReady()) {
                        out.flush();
                    }
                }
                finished = closing && waiting.size() == 0;
            }
        } catch (IOException | IllegalStateException e) {
            // The reader is gone.
            finished = true;
        }
        if (finished) {
            end();
        }
    }

    private void end() {
        List<Runnable> actions;
        synchronized (lock) {
            if (over) {
                return;
            }
            over = true;
            closing = true;
            actions = List.copyOf(onClose);
        }
        try {
            context.complete();
        } catch (IllegalStateException e) {
            // The container has ended it already.
            over = true;
        }
        actions.forEach(Runnable::run);
    }

    @Override
    public void onComplete(AsyncEvent event) {
        end();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        end();
    }

    @Override
    public void onError(AsyncEvent event) {
        end();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // Never started anew.
    }
}
