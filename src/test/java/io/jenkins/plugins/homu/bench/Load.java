package io.jenkins.plugins.homu.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Sends webhooks, and insists on the right answers: 202 is only given when the webhook is durable. */
final class Load {
    private final int port;
    private final String secret;

    Load(int port, String secret) {
        this.port = port;
        this.secret = secret;
    }

    /**
     * So many a second, whether or not the server keeps up; each latency counts from when the webhook was due.
     *
     * @param connections that share the work
     */
    Samples steady(int perSecond, Duration time, int connections, Supplier<Webhook> webhooks) throws Exception {
        Samples samples = new Samples();
        AtomicLong next = new AtomicLong();
        long gap = TimeUnit.SECONDS.toNanos(1) / perSecond;
        long count = perSecond * time.toSeconds();
        long start = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(200);
        onEach(connections, connection -> {
            for (long i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                Webhook webhook = webhooks.get();
                long due = start + i * gap;
                for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                send(connection, webhook);
                samples.add(System.nanoTime() - due);
            }
        });
        return samples;
    }

    /** As many as the server takes over so many connections, each sending the next when the last was answered. */
    double highest(Duration time, int connections, Supplier<Webhook> webhooks) throws Exception {
        AtomicLong sent = new AtomicLong();
        long start = System.nanoTime();
        long end = start + time.toNanos();
        onEach(connections, connection -> {
            while (System.nanoTime() < end) {
                send(connection, webhooks.get());
                sent.incrementAndGet();
            }
        });
        return sent.get() / ((System.nanoTime() - start) / 1e9);
    }

    /** One after the other. */
    Samples oneByOne(List<Webhook> webhooks) throws Exception {
        Samples samples = new Samples();
        onEach(1, connection -> {
            for (Webhook webhook : webhooks) {
                long start = System.nanoTime();
                send(connection, webhook);
                samples.add(System.nanoTime() - start);
            }
        });
        return samples;
    }

    private static void send(WebhookConnection connection, Webhook webhook) throws IOException {
        int status = connection.post(webhook.event(), webhook.body());
        if (status != webhook.expected()) {
            throw new IOException("a webhook of type " + webhook.event() + " was answered with " + status);
        }
    }

    private interface Work {
        void on(WebhookConnection connection) throws IOException;
    }

    private void onEach(int connections, Work work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                all.add(threads.submit(() -> {
                    try (WebhookConnection connection = new WebhookConnection(port, secret)) {
                        work.on(connection);
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("the load could not be sent: " + e.getCause(), e);
        } finally {
            threads.shutdownNow();
        }
    }
}
