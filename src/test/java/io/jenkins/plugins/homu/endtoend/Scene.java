package io.jenkins.plugins.homu.endtoend;

import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.core.settings.AccessSettings;
import io.jenkins.plugins.homu.core.settings.MergeSettings;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import io.jenkins.plugins.homu.simulator.GitHubSimulator;
import io.jenkins.plugins.homu.simulator.Permission;
import io.jenkins.plugins.homu.simulator.SimComment;
import io.jenkins.plugins.homu.simulator.SimIssue;
import io.jenkins.plugins.homu.simulator.SimPull;
import io.jenkins.plugins.homu.simulator.SimRepository;
import io.jenkins.plugins.homu.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A simulated GitHub with acme/widget on it, its CI, and Homu looking after it. */
final class Scene implements AutoCloseable {
    /** The usual repository's label. */
    static final String WIDGET = "widget";

    /** So seldom that a test without lost webhooks sees none but the one at the start. */
    static final Duration SELDOM = Duration.ofHours(1);

    final GitHubSimulator github;
    final InstantCi ci;
    final SimRepository widget;
    private final Path directory;
    private final List<RepositorySettings> repositories = new ArrayList<>();
    private Optional<SimRepository> fork = Optional.empty();
    private Duration reconcile = SELDOM;
    private LocalHomu homu;
    private int port;

    Scene(Path directory) throws IOException {
        this.directory = directory;
        this.github = GitHubSimulator.start(directory.resolve("github"));
        this.ci = new InstantCi(github);
        this.widget = addRepository(WIDGET);
    }

    /** Another repository of acme, before the start. */
    SimRepository addRepository(String name) {
        SimRepository repository = github.createRepository("acme", name).grant(LocalHomu.BOT, Permission.WRITE);
        repository.commit("main", Map.of("README.md", "This is " + name + "\n"), "Initial commit");
        repositories.add(LocalHomu.repository(name, "acme", name));
        return repository;
    }

    /** How acme/widget merges, before the start. */
    Scene merges(MergeSettings how) {
        repositories.set(0, LocalHomu.repository(WIDGET, "acme", WIDGET, how, AccessSettings.NONE));
        return this;
    }

    /** Gives people rights in the usual repository by what they are on GitHub, before the start. */
    Scene access(AccessSettings access) {
        repositories.set(0, LocalHomu.repository(WIDGET, "acme", WIDGET, MergeSettings.DEFAULT, access));
        return this;
    }

    /** The usual repository is tested in another one, before the start. */
    Scene testsOn(SimRepository fork) {
        fork.grant(LocalHomu.BOT, Permission.WRITE);
        this.fork = Optional.of(fork);
        RepositoryId id = RepositoryId.parse(fork.fullName());
        repositories.replaceAll(one -> one.label().equals(WIDGET) ? LocalHomu.onFork(one, id) : one);
        return this;
    }

    Scene reconcileEvery(Duration interval) {
        reconcile = interval;
        return this;
    }

    /** Whether the usual repository is in dry run, from the next start on. */
    Scene dryRun(boolean on) {
        repositories.replaceAll(one -> one.label().equals(WIDGET) ? LocalHomu.dryRun(one, on) : one);
        return this;
    }

    /** Starts Homu, and waits until it has looked at everything once. */
    Scene start() throws IOException {
        boolean first = port == 0;
        homu = LocalHomu.start(github, directory.resolve("homu.db"), port, reconcile, repositories);
        port = homu.port();
        if (first) {
            repositories.forEach(repository -> github.repository(
                            repository.repository().owner(),
                            repository.repository().name())
                    .webhook(homu.hookUrl(), LocalHomu.SECRET));
            fork.ifPresent(repository -> repository.webhook(homu.hookUrl(), LocalHomu.SECRET));
        }
        return this;
    }

    /** Waits until the first comparison of every repository is over, so that its requests don't disturb. */
    Scene awaitSynchronised() {
        Await.until(
                "the first comparison",
                Duration.ofSeconds(30),
                () -> repositories.stream().allMatch(repository -> homu.state(repository.label())
                                .syncedAt()
                                .isPresent())
                        && homu.isIdle());
        return this;
    }

    void stop() {
        homu.close();
        homu = null;
    }

    LocalHomu homu() {
        return homu;
    }

    /** Opens a pull request with one new file, named like the branch. */
    SimPull open(String branch) {
        return open(widget, branch, Map.of(branch + ".txt", "This is " + branch + "\n"));
    }

    SimPull open(SimRepository repository, String branch, Map<String, String> files) {
        repository.branch(branch, "main", files);
        return repository.openPull("bob", branch, "main", "Add " + branch, "It is needed.");
    }

    void awaitMerged(SimPull pull) {
        Await.until("the merge of " + pull.number(), Duration.ofSeconds(30), pull::isMerged);
    }

    /** What the bot wrote on a pull request, oldest first, without hidden lines. */
    static List<String> said(SimIssue pull) {
        return pull.comments().stream()
                .filter(comment -> comment.author().equals(LocalHomu.BOT))
                .map(SimComment::body)
                .map(body -> body.replaceAll("(?s)<!--.*?-->", "").strip())
                .toList();
    }

    void awaitSaid(SimIssue pull, String part) {
        try {
            Await.until("the bot's words: " + part, Duration.ofSeconds(30), () -> said(pull).stream()
                    .anyMatch(text -> text.contains(part)));
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; it said " + said(pull), e);
        }
    }

    /** Waits until nothing is left to be done. */
    void awaitIdle() {
        Await.until("rest", Duration.ofSeconds(30), () -> {
            try {
                return github.webhooks().atRest(Duration.ofSeconds(10), homu::isIdle);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        });
    }

    @Override
    public void close() {
        if (homu != null) {
            homu.close();
        }
        github.close();
    }
}
