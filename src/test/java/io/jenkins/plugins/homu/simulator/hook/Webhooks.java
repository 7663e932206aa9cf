package io.jenkins.plugins.homu.simulator.hook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.simulator.GitHubSimulator;
import io.jenkins.plugins.homu.simulator.SimInstallation;
import io.jenkins.plugins.homu.simulator.SimRepository;
import io.jenkins.plugins.homu.simulator.SimUser;
import io.jenkins.plugins.homu.simulator.json.AccountJson;
import io.jenkins.plugins.homu.simulator.json.HookJson;
import io.jenkins.plugins.homu.simulator.json.RepositoryJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import okhttp3.ConnectionPool;
import okhttp3.FormBody;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** Sends events to the hooks that want them: signed, asynchronously, in order per hook, with a log. */
public final class Webhooks {

    private static final MediaType JSON = MediaType.get("application/json");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final GitHubSimulator simulator;
    private final ExecutorService pool;
    private final OkHttpClient client = new OkHttpClient.Builder()
            .callTimeout(PATIENCE)
            .followRedirects(false)
            .retryOnConnectionFailure(false)
            .connectionPool(new ConnectionPool(64, 5, TimeUnit.MINUTES))
            .socketFactory(new PromptSockets())
            .build();
    private final HookFaults faults = new HookFaults();
    private final List<SimHook> appHooks = new CopyOnWriteArrayList<>();
    private final List<Consumer<SimDelivery>> listeners = new CopyOnWriteArrayList<>();
    private final SimHook inside;
    private final Deque<SimDelivery> log = new ArrayDeque<>();
    private final AtomicLong made = new AtomicLong();
    private volatile int keep = 10_000;
    private volatile boolean paused;

    public Webhooks(GitHubSimulator simulator, ExecutorService pool) {
        this.simulator = simulator;
        this.pool = pool;
        this.inside = new SimHook(0, null, null, "", "", "json", List.of("*"), Instant.EPOCH, new Lane(this));
    }

    // ---- what a test can do ----

    public HookFaults faults() {
        return faults;
    }

    /** Holds all deliveries until {@link #resume}. */
    public void pause() {
        paused = true;
    }

    public void resume() {
        paused = false;
        allHooks().forEach(hook -> hook.lanes().forEach(Lane::kick));
    }

    public boolean isPaused() {
        return paused;
    }

    /** Sends the deliveries of a hook over that many connections at once, giving up their order. */
    public void parallel(SimHook hook, int connections) {
        List<Lane> lanes = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            lanes.add(new Lane(this));
        }
        hook.lanes(lanes);
    }

    /** How many deliveries the log remembers. */
    public void keep(int deliveries) {
        keep = deliveries;
    }

    /** Calls back for every event, in order, without any HTTP: for a small CI inside the test. */
    public void listen(Consumer<SimDelivery> listener) {
        listeners.add(listener);
    }

    /** The deliveries that the log remembers, oldest first. */
    public List<SimDelivery> deliveries() {
        synchronized (log) {
            return List.copyOf(log);
        }
    }

    public Optional<SimDelivery> delivery(long id) {
        return deliveries().stream().filter(delivery -> delivery.id() == id).findFirst();
    }

    /** Sends a delivery once more, with its GUID, as GitHub's button does. */
    public SimDelivery redeliver(long id) {
        SimDelivery old = delivery(id).orElseThrow(() -> new IllegalArgumentException("no delivery " + id));
        made.incrementAndGet();
        SimDelivery again = new SimDelivery(
                simulator.nextId(),
                old.guid(),
                old.hook(),
                old.event(),
                old.action(),
                old.body(),
                true,
                simulator.now());
        remember(again);
        again.hook().lane().add(again);
        return again;
    }

    /** Sends what the faults still hold back. */
    public void releaseHeld() {
        faults.release().forEach(delivery -> delivery.hook().lane().add(delivery));
    }

    /**
     * Waits until everything was sent.
     *
     * @return false when it took longer than that
     */
    public boolean awaitQuiet(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        // The hooks are asked for under the repositories' locks, so never while holding our own.
        while (!isQuiet()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            synchronized (log) {
                log.wait(Math.min(left, 10));
            }
        }
        return true;
    }

    /**
     * Whether all that was sent has arrived, and its receiver has nothing to do any more, at one and the same moment.
     * Looking at one after the other is not enough: what the receiver was doing at the first look may have made a
     * delivery that the second look misses.
     *
     * @param atMost how long to wait for the deliveries
     */
    public boolean atRest(Duration atMost, BooleanSupplier receiverIsIdle) throws InterruptedException {
        long before = made.get();
        return awaitQuiet(atMost) && receiverIsIdle.getAsBoolean() && made.get() == before;
    }

    private boolean isQuiet() {
        return allHooks().stream().allMatch(hook -> hook.lanes().stream().allMatch(Lane::isEmpty));
    }

    // ---- inner workings ----

    public SimHook create(
            SimRepository repository, String url, String secret, String contentType, Collection<String> events) {
        return new SimHook(
                simulator.nextId(),
                repository,
                null,
                url,
                secret == null ? "" : secret,
                contentType,
                events,
                simulator.now(),
                new Lane(this));
    }

    /** The webhook of an App, for every repository of the installation. */
    public SimHook createForApp(SimInstallation installation, String url, String secret) {
        SimHook hook = new SimHook(
                simulator.nextId(),
                null,
                installation,
                url,
                secret,
                "json",
                List.of("*"),
                simulator.now(),
                new Lane(this));
        appHooks.add(hook);
        return hook;
    }

    /** The event that GitHub sends when a hook is made. */
    public void ping(SimHook hook) {
        ObjectNode body = HookJson.ping(hook);
        body.set("repository", RepositoryJson.full(hook.repository()));
        body.set("sender", AccountJson.user(simulator, hook.repository().owner()));
        enqueue(hook, "ping", null, body);
    }

    public void emit(
            SimRepository repository, String event, String action, SimUser sender, Supplier<ObjectNode> payload) {
        List<SimHook> wanting = new ArrayList<>();
        for (SimHook hook : repository.hooks()) {
            if (hook.wants(event)) {
                wanting.add(hook);
            }
        }
        for (SimHook hook : appHooks) {
            if (hook.wants(event)
                    && hook.installation().account().id() == repository.owner().id()) {
                wanting.add(hook);
            }
        }
        if (wanting.isEmpty() && listeners.isEmpty()) {
            return;
        }
        ObjectNode body = payload.get();
        body.set("repository", RepositoryJson.forEvent(repository, event));
        if (repository.owner().kind() == SimUser.Kind.ORGANIZATION) {
            body.set("organization", AccountJson.organization(simulator, repository.owner()));
        }
        body.set("sender", AccountJson.user(simulator, sender));
        if (!listeners.isEmpty()) {
            inside.lane().add(make(inside, event, action, body));
        }
        for (SimHook hook : wanting) {
            enqueue(hook, event, action, hook.installation() == null ? body : withInstallation(body, hook));
        }
    }

    private static ObjectNode withInstallation(ObjectNode body, SimHook hook) {
        ObjectNode copy = body.objectNode();
        copy.setAll(body);
        copy.set("installation", AccountJson.installationReference(hook.installation()));
        return copy;
    }

    private void enqueue(SimHook hook, String event, String action, ObjectNode body) {
        SimDelivery delivery = make(hook, event, action, body);
        remember(delivery);
        faults.apply(delivery).forEach(next -> next.hook().lane().add(next));
    }

    private SimDelivery make(SimHook hook, String event, String action, ObjectNode body) {
        made.incrementAndGet();
        return new SimDelivery(
                simulator.nextId(), UUID.randomUUID().toString(), hook, event, action, body, false, simulator.now());
    }

    private void remember(SimDelivery delivery) {
        synchronized (log) {
            log.addLast(delivery);
            while (log.size() > keep) {
                log.removeFirst();
            }
        }
    }

    private List<SimHook> allHooks() {
        List<SimHook> all = new ArrayList<>(appHooks);
        all.add(inside);
        simulator.repositories().forEach(repository -> all.addAll(repository.hooks()));
        return all;
    }

    void execute(Runnable work) {
        try {
            pool.execute(work);
        } catch (RejectedExecutionException e) {
            // the simulator is being closed: nobody waits for this delivery any more
            System.getLogger(Webhooks.class.getName()).log(System.Logger.Level.DEBUG, "event=simulator_closed", e);
        }
    }

    void later(long nanos, Runnable work) {
        simulator.later(nanos, TimeUnit.NANOSECONDS, work);
    }

    void ended() {
        synchronized (log) {
            log.notifyAll();
        }
    }

    void send(SimDelivery delivery) {
        if (delivery.hook() == inside) {
            listeners.forEach(listener -> listener.accept(delivery));
            return;
        }
        long start = System.nanoTime();
        try (Response response = client.newCall(request(delivery)).execute()) {
            String text = response.peekBody(2000).string();
            delivery.answered(response.code(), text, simulator.now(), Duration.ofNanos(System.nanoTime() - start));
        } catch (IOException e) {
            delivery.failed(e.toString(), simulator.now(), Duration.ofNanos(System.nanoTime() - start));
        }
        delivery.hook().last(delivery);
    }

    private static Request request(SimDelivery delivery) {
        SimHook hook = delivery.hook();
        byte[] json = delivery.bytes();
        RequestBody body = RequestBody.create(json, JSON);
        byte[] signed = json;
        if (hook.contentType().equals("form")) {
            FormBody form = new FormBody.Builder(StandardCharsets.UTF_8)
                    .add("payload", new String(json, StandardCharsets.UTF_8))
                    .build();
            try (okio.Buffer buffer = new okio.Buffer()) {
                form.writeTo(buffer);
                signed = buffer.readByteArray();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            body = RequestBody.create(signed, MediaType.get("application/x-www-form-urlencoded"));
        }
        Request.Builder request = new Request.Builder()
                .url(hook.url())
                .header("Accept", "*/*")
                .header("User-Agent", "GitHub-Hookshot/5a1b2c3")
                .header("X-GitHub-Event", delivery.event())
                .header("X-GitHub-Delivery", delivery.guid())
                .header("X-GitHub-Hook-ID", Long.toString(hook.id()))
                .header(
                        "X-GitHub-Hook-Installation-Target-ID",
                        Long.toString(
                                hook.repository() == null
                                        ? hook.installation().app().id()
                                        : hook.repository().id()))
                .header(
                        "X-GitHub-Hook-Installation-Target-Type",
                        hook.repository() == null ? "integration" : "repository");
        if (!hook.secret().isEmpty()) {
            request.header("X-Hub-Signature", "sha1=" + hmac("HmacSHA1", hook.secret(), signed))
                    .header("X-Hub-Signature-256", "sha256=" + hmac("HmacSHA256", hook.secret(), signed));
        }
        return request.post(body).build();
    }

    /** The signature of bytes as GitHub makes it, in lower-case hex. */
    public static String hmac(String algorithm, String secret, byte[] bytes) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm));
            return HexFormat.of().formatHex(mac.doFinal(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public void close() {
        paused = true;
        client.connectionPool().evictAll();
        client.dispatcher().executorService().shutdown();
    }
}
