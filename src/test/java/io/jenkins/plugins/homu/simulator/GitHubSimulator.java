package io.jenkins.plugins.homu.simulator;

import io.jenkins.plugins.homu.simulator.hook.Webhooks;
import io.jenkins.plugins.homu.simulator.web.Faults;
import io.jenkins.plugins.homu.simulator.web.RateLimits;
import io.jenkins.plugins.homu.simulator.web.RequestLog;
import io.jenkins.plugins.homu.simulator.web.SimServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.server.Handler;

/**
 * A GitHub to test against: REST, GraphQL and webhooks over HTTP on loopback, in front of real bare git repositories.
 * It remembers what was done to it, answers as GitHub documents it, and fails on request. It shares no type with the
 * program under test.
 *
 * <pre>{@code
 * try (GitHubSimulator github = GitHubSimulator.start(directory)) {
 *     SimRepository widget = github.createRepository("acme", "widget").grant("homu", Permission.WRITE);
 *     widget.commit("main", Map.of("README.md", "A widget\n"), "Initial commit");
 *     widget.branch("fix", "main", Map.of("fix.txt", "fixed\n"));
 *     SimPull pull = widget.openPull("bob", "fix", "main", "Fix it", "It was broken.");
 *     widget.webhook(address, "secret");
 *     pull.comment("alice", "@homu r+");
 * }
 * }</pre>
 */
public final class GitHubSimulator implements AutoCloseable {

    private static final long POLL_MILLIS = 100;

    private final Path directory;
    private final InstantSource clock = InstantSource.system();
    private final AtomicLong ids = new AtomicLong(1_000_000);
    private final Accounts accounts = new Accounts(ids::incrementAndGet, this::now);
    private final OAuth oauth = new OAuth(accounts);
    private final Map<String, SimRepository> byName = new ConcurrentHashMap<>();
    private final Map<Long, SimRepository> byId = new ConcurrentHashMap<>();
    private final Map<String, Long> renamed = new ConcurrentHashMap<>();
    private final Lag lag = new Lag();
    private final ExecutorService pool = Executors.newFixedThreadPool(64, daemons("simulator-hook"));
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(2, daemons("simulator-timer"));
    private final Webhooks webhooks = new Webhooks(this, pool);
    private final SimApp actions;
    private final SimServer server;
    private volatile boolean graphql = true;
    private volatile long graphqlResources = Long.MAX_VALUE;
    private volatile boolean testMerges = true;

    private GitHubSimulator(Path directory, int port) {
        this.directory = directory;
        this.actions = accounts.app("github-actions", accounts.organization("github"), null);
        this.server = new SimServer(this, port);
    }

    /** Starts on any free port; repositories are kept below the directory. */
    public static GitHubSimulator start(Path directory) throws IOException {
        return start(directory, 0);
    }

    public static GitHubSimulator start(Path directory, int port) throws IOException {
        Files.createDirectories(directory);
        GitHubSimulator simulator = new GitHubSimulator(directory, port);
        simulator.server.start();
        simulator.watchPushes();
        return simulator;
    }

    private static ThreadFactory daemons(String name) {
        AtomicInteger count = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public void close() {
        timer.shutdownNow();
        webhooks.close();
        server.close();
        pool.shutdownNow();
        byId.values().forEach(SimRepository::close);
    }

    // ---- addresses ----

    /** The root of everything, without a slash at its end. REST is right below it. */
    public String url() {
        return server.url();
    }

    /** What {@code [github] api_url} has to be. */
    public String apiUrl() {
        return server.url();
    }

    public String graphqlUrl() {
        return server.url() + "/graphql";
    }

    /** Where git clients clone and push over HTTP, with any user and a token as the password. */
    public String gitHttpUrlTemplate() {
        return server.url() + "/{owner}/{name}.git";
    }

    /** Where repositories can be read and pushed with git without a token, as a template with owner and name. */
    public String gitUrlTemplate() {
        return directory.toAbsolutePath() + "/{owner}/{name}.git";
    }

    /** Serves what the API has no route for: the pages of a demo. Null takes it away. */
    public void pages(Handler handler) {
        server.pages(handler);
    }

    // ---- people and repositories ----

    public SimUser user(String login) {
        return accounts.user(login);
    }

    public SimUser organization(String login) {
        return accounts.organization(login);
    }

    public Accounts accounts() {
        return accounts;
    }

    /** OAuth applications and who is signed in. */
    public OAuth oauth() {
        return oauth;
    }

    /** The App that makes GitHub Actions' check runs. */
    public SimApp actionsApp() {
        return actions;
    }

    /** Makes an empty repository; an owner nobody knows yet becomes an organization. */
    public SimRepository createRepository(String owner, String name) {
        SimUser account = accounts.find(owner).orElseGet(() -> accounts.organization(owner));
        return add(new SimRepository(this, account, name, gitDir(owner, name), null));
    }

    SimRepository addFork(SimRepository parent, SimUser owner, String name) {
        return add(new SimRepository(this, owner, name, gitDir(owner.login(), name), parent));
    }

    private Path gitDir(String owner, String name) {
        if (!owner.matches("[A-Za-z0-9._-]+") || !name.matches("[A-Za-z0-9._-]+")) {
            throw new IllegalArgumentException("not a repository name: " + owner + "/" + name);
        }
        return directory.resolve(owner).resolve(name + ".git");
    }

    private SimRepository add(SimRepository repository) {
        if (byName.putIfAbsent(key(repository.fullName()), repository) != null) {
            throw new IllegalArgumentException("there is already a repository " + repository.fullName());
        }
        byId.put(repository.id(), repository);
        return repository;
    }

    void renamed(SimRepository repository, String newName) {
        byName.remove(key(repository.fullName()));
        renamed.put(key(repository.fullName()), repository.id());
        byName.put(key(repository.owner().login() + "/" + newName), repository);
    }

    void forget(SimRepository repository) {
        byName.remove(key(repository.fullName()));
        byId.remove(repository.id());
    }

    public Optional<SimRepository> find(String owner, String name) {
        return Optional.ofNullable(byName.get(key(owner + "/" + name)));
    }

    public Optional<SimRepository> find(long id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** The repository that once had that name. */
    public Optional<SimRepository> formerly(String owner, String name) {
        return Optional.ofNullable(renamed.get(key(owner + "/" + name))).flatMap(this::find);
    }

    public SimRepository repository(String owner, String name) {
        return find(owner, name).orElseThrow(() -> new IllegalArgumentException("no repository " + owner + "/" + name));
    }

    public Collection<SimRepository> repositories() {
        return List.copyOf(byId.values());
    }

    private static String key(String fullName) {
        return fullName.toLowerCase(Locale.ROOT);
    }

    // ---- how it behaves ----

    public Lag lag() {
        return lag;
    }

    /** What goes wrong with calls of the API. */
    public Faults faults() {
        return server.faults();
    }

    public RateLimits rateLimits() {
        return server.rateLimits();
    }

    /** The calls of the API so far. */
    public RequestLog requests() {
        return server.requests();
    }

    public Webhooks webhooks() {
        return webhooks;
    }

    /** Switches GraphQL off (404), for a GitHub-compatible server that has none. */
    public GitHubSimulator graphql(boolean offered) {
        graphql = offered;
        return this;
    }

    public boolean offersGraphql() {
        return graphql;
    }

    /** How many values a query may ask for at most, before it is broken off with RESOURCE_LIMITS_EXCEEDED. */
    public GitHubSimulator graphqlResources(long values) {
        graphqlResources = values;
        return this;
    }

    public long graphqlResources() {
        return graphqlResources;
    }

    /** Whether refs/pull/N/merge is made with mergeability; off saves time with thousands of pull requests. */
    public GitHubSimulator testMerges(boolean made) {
        testMerges = made;
        return this;
    }

    boolean makesTestMerges() {
        return testMerges;
    }

    // ---- inner workings ----

    public long nextId() {
        return ids.incrementAndGet();
    }

    /** The time, in whole seconds as in GitHub's answers. */
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    private void watchPushes() {
        notePushes();
        later(POLL_MILLIS, TimeUnit.MILLISECONDS, this::watchPushes);
    }

    /** Looks for what git clients pushed to the bare repositories. */
    private void notePushes() {
        for (SimRepository repository : byId.values()) {
            if (repository.gitDir().resolve("simulator-pushes").toFile().exists()) {
                try {
                    repository.notePushes();
                } catch (RuntimeException e) {
                    System.getLogger(GitHubSimulator.class.getName())
                            .log(System.Logger.Level.ERROR, "event=simulator_failed what=push repo=" + repository, e);
                }
            }
        }
    }

    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            System.getLogger(GitHubSimulator.class.getName())
                    .log(System.Logger.Level.ERROR, "event=simulator_failed what=timer", e);
        }
    }

    /** Does something after a time. */
    public void later(long delay, TimeUnit unit, Runnable work) {
        try {
            ScheduledFuture<?> unused = timer.schedule(() -> guarded(work), delay, unit);
        } catch (RejectedExecutionException e) {
            // the simulator is being closed: what was to come later doesn't come
            System.getLogger(GitHubSimulator.class.getName())
                    .log(System.Logger.Level.DEBUG, "event=simulator_closed", e);
        }
    }
}
