package io.jenkins.plugins.homu.simulator.hook;

import io.jenkins.plugins.homu.simulator.SimInstallation;
import io.jenkins.plugins.homu.simulator.SimRepository;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A webhook of a repository, or of an App for all repositories it is installed on. */
public final class SimHook {

    private final long id;
    private final SimRepository repository;
    private final SimInstallation installation;
    private final String url;
    private volatile String secret;
    private volatile String contentType;
    private volatile Set<String> events;
    private final Instant createdAt;
    private final AtomicInteger next = new AtomicInteger();
    private volatile List<Lane> lanes;
    private volatile boolean active = true;
    private volatile SimDelivery last;

    SimHook(
            long id,
            SimRepository repository,
            SimInstallation installation,
            String url,
            String secret,
            String contentType,
            Collection<String> events,
            Instant createdAt,
            Lane lane) {
        this.id = id;
        this.repository = repository;
        this.installation = installation;
        this.url = url;
        this.secret = secret;
        this.contentType = contentType;
        this.events = Set.copyOf(events);
        this.createdAt = createdAt;
        this.lanes = List.of(lane);
    }

    boolean wants(String event) {
        return active && (events.contains("*") || events.contains(event) || event.equals("ping"));
    }

    Lane lane() {
        List<Lane> all = lanes;
        return all.get(Math.floorMod(next.getAndIncrement(), all.size()));
    }

    List<Lane> lanes() {
        return lanes;
    }

    void lanes(List<Lane> parallel) {
        lanes = List.copyOf(parallel);
    }

    void last(SimDelivery delivery) {
        last = delivery;
    }

    public SimHook active(boolean isActive) {
        active = isActive;
        return this;
    }

    /** What PATCH changes. */
    public void change(String newSecret, String newContentType, Collection<String> newEvents) {
        secret = newSecret;
        contentType = newContentType;
        events = Set.copyOf(newEvents);
    }

    public long id() {
        return id;
    }

    /** The repository it belongs to, null for the hook of an App. */
    public SimRepository repository() {
        return repository;
    }

    /** The installation it belongs to, null for the hook of a repository. */
    public SimInstallation installation() {
        return installation;
    }

    public String url() {
        return url;
    }

    /** The key of the signature, empty for none. */
    public String secret() {
        return secret;
    }

    /** json or form. */
    public String contentType() {
        return contentType;
    }

    public Set<String> events() {
        return events;
    }

    public boolean isActive() {
        return active;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** The delivery that ended last, null before the first. */
    public SimDelivery last() {
        return last;
    }
}
