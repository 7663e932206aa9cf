package io.jenkins.plugins.homu.http;

import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.port.QueueReader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Tells open pages which queues changed, by server-sent events: {@code queue} with the label and its revision. Changes in
 * quick succession are told as one, so that a burst of webhooks costs a page only a few looks a second.
 */
final class LiveUpdates implements AutoCloseable {
    /** So many pages may listen at a time. */
    static final int MAX_CLIENTS = 1000;

    private static final System.Logger LOG = System.getLogger(LiveUpdates.class.getName());
    private static final long GATHER_MILLIS = 200;
    private static final long HEARTBEAT_SECONDS = 20;

    private final QueueReader reader;
    private final int maxClients;
    private final Set<Client> clients = ConcurrentHashMap.newKeySet();
    private final Set<String> changed = new HashSet<>();
    private final ScheduledExecutorService timer;
    private final AutoCloseable subscription;

    private record Client(EventStream stream, Selection selection) {
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    LiveUpdates(QueueReader reader, int maxClients) {
        this.reader = reader;
        this.maxClients = maxClients;
        // What is still noted while this is being closed has nobody left to be told.
        this.timer = new ScheduledThreadPoolExecutor(
                1,
                task -> {
                    Thread thread = new Thread(task, "homu-live-updates");
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.DiscardPolicy());
        var unused = timer.scheduleAtFixedRate(this::beat, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
        this.subscription = reader.onChange(this::note);
    }

    /** Opens a stream of what happens to some repositories. */
    HttpResponse open(Selection selection) {
        if (clients.size() >= maxClients) {
            return HttpResponse.error(503, "Too many pages are listening already. The page itself works as ever.")
                    .with("Retry-After", "60");
        }
        return HttpResponse.events(stream -> {
            Client client = new Client(stream, selection);
            clients.add(client);
            stream.onClose(() -> drop(client));
            say(client, "retry: 3000\n\n");
        });
    }

    int listening() {
        return clients.size();
    }

    private void note(String label) {
        boolean first;
        synchronized (changed) {
            first = changed.isEmpty();
            changed.add(label);
        }
        if (first) {
            var unused = timer.schedule(this::tell, GATHER_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void tell() {
        Set<String> labels;
        synchronized (changed) {
            labels = Set.copyOf(changed);
            changed.clear();
        }
        for (String label : labels) {
            String event = "event: queue\ndata: " + data(label) + "\n\n";
            for (Client client : clients) {
                if (client.selection().spec().equals(Selection.ALL)
                        || client.selection().labels().contains(label)) {
                    say(client, event);
                }
            }
        }
    }

    private String data(String label) {
        byte[] json = Json.bytes(out -> {
            out.writeStartObject();
            out.writeStringField("label", label);
            out.writeNumberField(
                    "revision",
                    reader.state(label).map(RepositoryState::revision).orElse(0L));
            out.writeEndObject();
        });
        return new String(json, StandardCharsets.UTF_8);
    }

    /** Keeps proxies from closing a quiet stream, and finds the readers that are gone. */
    private void beat() {
        for (Client client : clients) {
            say(client, ": still here\n\n");
        }
    }

    private void say(Client client, String text) {
        boolean taken;
        try {
            taken = client.stream().offer(text);
        } catch (RuntimeException e) {
            // One reader's trouble must not end the updates of all others.
            LOG.log(
                    System.Logger.Level.WARNING,
                    LogLine.of("live-update-failed").toString(),
                    e);
            taken = false;
        }
        if (!taken) {
            drop(client);
            client.stream().close();
        }
    }

    private void drop(Client client) {
        clients.remove(client);
    }

    @Override
    public void close() {
        try {
            subscription.close();
        } catch (Exception e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    LogLine.of("live-updates-close").toString(),
                    e);
        }
        timer.shutdownNow();
        for (Client client : clients) {
            drop(client);
            client.stream().close();
        }
    }
}
