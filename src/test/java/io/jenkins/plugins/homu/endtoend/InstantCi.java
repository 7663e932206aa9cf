package io.jenkins.plugins.homu.endtoend;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.simulator.GitHubSimulator;
import io.jenkins.plugins.homu.simulator.SimRepository;
import io.jenkins.plugins.homu.simulator.hook.SimDelivery;
import io.jenkins.plugins.homu.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/**
 * A CI that builds what is pushed to {@code auto} and {@code try}, and judges at once by what is in the commit: one that
 * has a file {@code bad} fails. It sees every push, however badly webhooks fare; what it says travels by webhook like
 * anybody's word.
 */
final class InstantCi {
    static final String CONTEXT = "ci/test";

    /** A file that makes a commit fail. */
    static final String BAD = "bad";

    private final GitHubSimulator github;
    private final List<Build> builds = new CopyOnWriteArrayList<>();
    private final Map<String, Long> passedAt = new ConcurrentHashMap<>();
    private volatile boolean held;
    private volatile Duration takes = Duration.ZERO;

    /** One commit that was pushed to be tested. */
    record Build(String repository, String branch, String sha) {}

    InstantCi(GitHubSimulator github) {
        this.github = github;
        github.webhooks().listen(this::heard);
    }

    private void heard(SimDelivery delivery) {
        if (!delivery.event().equals("push")) {
            return;
        }
        ObjectNode body = delivery.body();
        String ref = body.path("ref").asText();
        boolean ours = ref.equals("refs/heads/auto") || ref.equals("refs/heads/try");
        if (!ours || body.path("deleted").asBoolean()) {
            return;
        }
        Build build = new Build(
                body.path("repository").path("full_name").asText(),
                ref.substring("refs/heads/".length()),
                body.path("after").asText());
        builds.add(build);
        if (!held) {
            github.later(takes.toNanos(), TimeUnit.NANOSECONDS, () -> judge(build));
        }
    }

    private void judge(Build build) {
        if (repository(build).git().objects().file(build.sha(), BAD).isPresent()) {
            fail(build);
        } else {
            pass(build);
        }
    }

    private SimRepository repository(Build build) {
        String[] name = build.repository().split("/", 2);
        return github.repository(name[0], name[1]);
    }

    void pass(Build build) {
        passedAt.putIfAbsent(build.sha(), System.nanoTime());
        repository(build).status(build.sha(), CONTEXT, "success", "https://ci.example/" + build.sha(), "All is well");
    }

    void fail(Build build) {
        repository(build).status(build.sha(), CONTEXT, "failure", "https://ci.example/" + build.sha(), "1 test failed");
    }

    /** From now on, builds wait until the test says how they end. */
    InstantCi hold() {
        held = true;
        return this;
    }

    /** From now on, each build takes that long. */
    InstantCi takes(Duration time) {
        takes = time;
        return this;
    }

    List<Build> builds() {
        return List.copyOf(builds);
    }

    /** The builds on one branch so far. */
    List<Build> builds(String branch) {
        return new ArrayList<>(
                builds.stream().filter(build -> build.branch().equals(branch)).toList());
    }

    /** Waits for the n-th push to a branch, counted from 1. */
    Build awaitBuild(String branch, int n) {
        Await.until(
                "build " + n + " on " + branch,
                Duration.ofSeconds(30),
                () -> builds(branch).size() >= n);
        return builds(branch).get(n - 1);
    }

    /** When a commit first passed, as {@link System#nanoTime} tells time. */
    Optional<Long> passedAt(String sha) {
        return Optional.ofNullable(passedAt.get(sha));
    }
}
