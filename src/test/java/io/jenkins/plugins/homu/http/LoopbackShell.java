package io.jenkins.plugins.homu.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The least that can stand between an {@link Application} and a browser. */
final class LoopbackShell implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Handler application;
    private final String context;
    private final List<QueuedStream> streams = new CopyOnWriteArrayList<>();
    final List<String> served = new CopyOnWriteArrayList<>();

    LoopbackShell(Handler application, String context) {
        this.application = application;
        this.context = context;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + context + path;
    }

    /** A path as links on a page have it. */
    String path(String path) {
        return context + path;
    }

    int openStreams() {
        return (int) streams.stream().filter(stream -> !stream.closed).count();
    }

    /** As when the network fails: the streams end, and the browser has to come again. */
    void cutStreams() {
        streams.forEach(QueuedStream::close);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath().substring(context.length());
            HttpResponse response = application
                    .handle(new HttpRequest(
                            exchange.getRequestMethod(),
                            path,
                            exchange.getRequestURI().getRawQuery(),
                            name -> Optional.ofNullable(
                                    exchange.getRequestHeaders().getFirst(name)),
                            exchange.getRequestBody().readAllBytes(),
                            exchange.getRemoteAddress().toString(),
                            context))
                    .join();
            served.add(response.status() + " " + exchange.getRequestURI());
            response.headers().forEach((name, value) -> {
                if (!name.equals("Content-Length")) {
                    exchange.getResponseHeaders().set(name, value);
                }
            });
            if (response.stream().isPresent()) {
                exchange.sendResponseHeaders(response.status(), 0);
                QueuedStream stream = new QueuedStream();
                streams.add(stream);
                response.stream().get().accept(stream);
                stream.pump(exchange.getResponseBody());
                return;
            }
            exchange.sendResponseHeaders(response.status(), response.body().length == 0 ? -1 : response.body().length);
            if (response.body().length > 0) {
                exchange.getResponseBody().write(response.body());
            }
        }
    }

    private static final class QueuedStream implements EventStream {
        private final BlockingQueue<String> texts = new LinkedBlockingQueue<>(1000);
        private final List<Runnable> onClose = new CopyOnWriteArrayList<>();
        private volatile boolean closed;

        @Override
        public boolean offer(String text) {
            return !closed && texts.offer(text);
        }

        @Override
        public void close() {
            closed = true;
            onClose.forEach(Runnable::run);
        }

        @Override
        public void onClose(Runnable action) {
            onClose.add(action);
        }

        void pump(OutputStream out) throws IOException {
            try {
                while (!closed) {
                    String text = texts.poll(50, TimeUnit.MILLISECONDS);
                    if (text != null) {
                        out.write(text.getBytes(StandardCharsets.UTF_8));
                        out.flush();
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                close();
            }
        }
    }

    @Override
    public void close() {
        cutStreams();
        server.stop(0);
        threads.shutdownNow();
    }
}
