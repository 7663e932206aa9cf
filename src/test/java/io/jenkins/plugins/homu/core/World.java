package io.jenkins.plugins.homu.core;

import io.jenkins.plugins.homu.core.EffectRunner.Job;
import io.jenkins.plugins.homu.core.GitHubModel.Pull;
import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.effect.Effect.Lane;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.event.Event.PullAction;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.model.Verdict;
import io.jenkins.plugins.homu.core.policy.Roles;
import io.jenkins.plugins.homu.core.queue.QueueView;
import io.jenkins.plugins.homu.core.queue.Startable;
import io.jenkins.plugins.homu.core.settings.AccessSettings.Level;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** The queue among people, a GitHub and builders that do anything in any order; every step is checked. Long, because much can happen. */
final class World {
    private static final List<String> PEOPLE =
            List.of("alice", "alice", "alice", "bob", "carol", "dave", "erin", "mallory", "gina", "gina", "tim");
    private static final List<String> WORDS = List.of(
            "r+",
            "r+",
            "r+",
            "r+",
            "r+",
            "r=bob",
            "r-",
            "p=1",
            "p=-2",
            "rollup=never",
            "rollup",
            "try",
            "try",
            "try-",
            "retry",
            "retry",
            "cancel",
            "force",
            "clean",
            "delegate+",
            "delegate=erin",
            "delegate-",
            "treeclosed=1",
            "treeopen",
            "treeopen",
            "info",
            "why",
            "note=x",
            "r+ p=3",
            "aprove",
            "squash",
            "r+ squash",
            "squash-",
            "retry clean",
            "deploy=x",
            "lint",
            "r- r+");

    private static final List<Lane> LANES = List.of(Lane.ACT, Lane.ACT, Lane.SAY, Lane.LOOK, Lane.LOOK, Lane.CALL);

    private final GitHubModel github = new GitHubModel();
    private final Invariants invariants = new Invariants(github);
    private final EffectRunner runner = new EffectRunner(github, invariants);
    private final Map<Lane, List<Job>> lanes = new EnumMap<>(Lane.class);
    private final List<String> trace = new ArrayList<>();
    private final RepositorySettings settings;
    private RepositoryState state = RepositoryState.empty("widget");
    private Instant now = Scenario.START;
    private final boolean tells;
    private boolean isCalm;
    private int merged;

    /** @param tells whether to keep a trace */
    World(Random random, boolean tells) {
        this.tells = tells;
        settings = new TestSettings()
                .branches(
                        any(List.of("auto", "auto-{base}", "auto-{number}"), random),
                        random.nextBoolean() ? "try" : "try-{number}")
                .collaborators()
                .builders(TestSettings.status("linux", "ci/linux"), TestSettings.autoCheck("build", "build"))
                .build();
        for (Lane lane : Lane.values()) {
            lanes.put(lane, new ArrayList<>());
        }
        CommitSha root = github.commit(List.of(), 0, "Root").sha();
        github.branches.put("main", root);
        github.branches.put("stable", root);
        github.setLevel("gina", Level.WRITE, now);
        github.setLevel("tim", Level.TRIAGE, now);
        github.openPull("main", true, 1, now);
        github.openPull("main", false, 2, now);
        deliver(new Event.SyncRequested("start"));
        calmDown(false);
        isCalm = false;
    }

    List<String> trace() {
        return trace;
    }

    private void trace(Supplier<String> line) {
        if (tells) {
            trace.add(line.get());
        }
    }

    int merged() {
        return merged;
    }

    // ---- one step ----------------------------------------------------------------------------------------------

    void step(Random random) {
        int what = random.nextInt(100);
        if (what < 10) {
            personComments(random);
        } else if (what < 16) {
            personActs(random);
        } else if (what < 42) {
            webhook(random);
        } else if (what < 58) {
            builderReports(random);
        } else if (what < 94) {
            effect(any(LANES, random), random);
        } else if (what < 98) {
            now = now.plusSeconds(1 + random.nextInt(random.nextInt(10) == 0 ? 40_000 : 120));
            deliver(new Event.Tick());
        } else {
            deliver(new Event.SyncRequested("timer"));
        }
    }

    private void personComments(Random random) {
        Pull pull = any(github.pulls.values(), random);
        String words = any(WORDS, random);
        if (random.nextInt(8) == 0) {
            words = "r+ " + any(pull.heads, random).head().abbreviated();
        }
        Optional<CommitSha> reviewed =
                random.nextInt(8) == 0 ? Optional.of(any(pull.heads, random).head()) : Optional.empty();
        now = now.plusSeconds(1);
        github.comment(pull, any(PEOPLE, random), "@homu " + words, reviewed, now);
        now = now.plusSeconds(1);
    }

    private void personActs(Random random) {
        if (random.nextInt(8) == 0) {
            boolean may = github.levels.get("gina") == Level.WRITE;
            github.setLevel("gina", may ? Level.READ : Level.WRITE, now);
        }
        Pull pull = any(github.pulls.values(), random);
        if (random.nextBoolean()) {
            now = now.plusSeconds(1);
        }
        int what = random.nextInt(20);
        if (what == 0 && random.nextInt(3) == 0) {
            if (github.pulls.size() < 10) {
                deliver(new Event.RollupRequested(
                        random.nextBoolean() ? List.of() : List.copyOf(github.pulls.keySet()), "alice"));
            }
        } else if (what < 3) {
            if (github.pulls.size() < 8) {
                github.openPull(random.nextInt(4) == 0 ? "stable" : "main", random.nextBoolean(), file(random), now);
            }
        } else if (what < 5) {
            runner.branchMoves(pull.base);
            CommitSha tip = github.branches.get(pull.base);
            github.moveBranch(
                    pull.base,
                    github.commit(List.of(tip), file(random), "By hand").sha(),
                    false,
                    now);
        } else if (what == 5) {
            CommitSha tip = github.branches.get(pull.base);
            List<CommitSha> parents = github.commit(tip).parents();
            if (!parents.isEmpty() && random.nextInt(3) == 0) {
                github.moveBranch(pull.base, parents.get(0), true, now);
            }
        } else if (!pull.open) {
            if (what < 9 && pull.mergedAs.isEmpty()) {
                pull.open = true;
                pull.reopenedAt = now;
                github.tell(PullAction.REOPENED, pull, now);
            }
        } else if (what < 12) {
            github.push(pull, file(random), now);
        } else if (what < 14) {
            pull.base = pull.base.equals("main") ? "stable" : "main";
            github.tell(PullAction.EDITED, pull, now);
        } else if (what < 16) {
            github.close(pull, now);
        } else if (what == 16) {
            pull.draft = !pull.draft;
            github.tell(PullAction.UPDATED, pull, now);
        } else if (what == 17) {
            if (!pull.labels.remove("do-not-merge")) {
                pull.labels.add("do-not-merge");
            }
            github.tell(PullAction.UPDATED, pull, now);
        } else {
            pull.title = random.nextInt(3) == 0 ? "WIP change" : "Change";
            github.tell(PullAction.EDITED, pull, now);
        }
    }

    private static int file(Random random) {
        return random.nextInt(8);
    }

    /** One of the oldest webhooks comes in, or is lost, or comes in and will come in again. */
    private void webhook(Random random) {
        if (github.webhooks.isEmpty()) {
            return;
        }
        int fate = random.nextInt(20);
        Event event = github.webhooks.remove(random.nextInt(Math.min(fate < 14 ? 1 : 6, github.webhooks.size())));
        if (fate == 0 && !isCalm) {
            trace(() -> "lost: " + event);
            return;
        }
        if (fate == 1 && !isCalm) {
            github.webhooks.add(event);
        }
        deliver(event);
        if (event instanceof Event.CommentAdded || event instanceof Event.ResultsReported) {
            Decision again = MergeQueue.decide(state, event, settings, now);
            invariants.require(
                    again.effects().isEmpty()
                            && again.next().pulls().equals(state.pulls())
                            && again.next().attempts().equals(state.attempts()),
                    "A duplicate changed something");
        }
    }

    private void builderReports(Random random) {
        List<CommitSha> commits = github.results.entrySet().stream()
                .filter(entry -> entry.getValue().values().stream().anyMatch(run -> !run.isFinal()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        if (commits.isEmpty()) {
            return;
        }
        CommitSha sha = commits.get(commits.size() - 1 - random.nextInt(Math.min(2, commits.size())));
        String context = any(github.results.get(sha).keySet(), random);
        int luck = random.nextInt(20);
        github.report(
                sha,
                context,
                luck < 3
                        ? BuilderState.RUNNING
                        : luck == 4 ? BuilderState.FAILURE : luck == 5 ? BuilderState.CANCELLED : BuilderState.SUCCESS);
    }

    /** An effect is carried out, or its outcome comes in, or that is lost and it has to be carried out again. */
    private void effect(Lane lane, Random random) {
        List<Job> jobs = lanes.get(lane);
        if (jobs.isEmpty()) {
            return;
        }
        Optional<Job> done = jobs.stream().filter(job -> job.isDone).findFirst();
        if (done.isPresent()) {
            Job job = done.get();
            if (random.nextInt(10) == 0 && !isCalm) {
                trace(() -> "outcome lost: " + job.outcome);
                job.isDone = false;
                return;
            }
            jobs.remove(job);
            job.outcome.ifPresent(this::deliver);
            invariants.holds(state, lanes.get(Lane.ACT), now);
            return;
        }
        Set<String> subjects = new HashSet<>();
        List<Job> first =
                jobs.stream().filter(job -> subjects.add(job.subject())).toList();
        Job job = random.nextInt(4) == 0 ? any(first, random) : first.get(0);
        job.outcome = runner.run(job, state, random, now, isCalm);
        trace(() -> "done" + (job.mayBeDone ? " again" : "") + ": " + job.effect);
        job.mayBeDone = true;
        job.isDone = true;
    }

    private void deliver(Event event) {
        trace(() -> now + " " + event);
        invariants.told(event);
        Decision decision = MergeQueue.decide(state, event, settings, now);
        invariants.decided(state, decision, now);
        Decision same = MergeQueue.decide(state, event, settings, now);
        invariants.require(same.equals(decision), "The same input gave another answer");
        state = decision.next();
        if (event instanceof Event.BaseMoved) {
            merged++;
        }
        for (Effect effect : decision.effects()) {
            trace(() -> "    -> " + effect);
            lanes.get(effect.lane()).add(new Job(effect));
        }
        invariants.holds(state, lanes.get(Lane.ACT), now);
    }

    private static <T> T any(Collection<T> all, Random random) {
        return List.copyOf(all).get(random.nextInt(all.size()));
    }

    // ---- when the noise stops ----------------------------------------------------------------------------------

    /** Nobody does anything any more, nothing is lost, the builders answer: what can be merged must come to its end. */
    void calmDown() {
        calmDown(true);
    }

    private void calmDown(boolean waitsLong) {
        isCalm = true;
        int rounds = 0;
        for (int round = 0; round < 200; round++) {
            Random random = new Random(round);
            drain(random);
            if (round >= 4 && state.attempts().values().stream().noneMatch(Attempt::isActive)) {
                if (rounds == 2 || !waitsLong) {
                    return;
                }
                // One that was closed and reopened within a second is known to be open only after a while: the first
                // comparison then forgets the closing, the second finds it.
                rounds++;
                now = now.plus(Duration.ofMinutes(31));
            }
            for (CommitSha sha : List.copyOf(new TreeSet<>(github.results.keySet()))) {
                for (Map.Entry<String, BuilderState> run :
                        Map.copyOf(github.results.get(sha)).entrySet()) {
                    if (!run.getValue().isFinal()) {
                        github.report(sha, run.getKey(), BuilderState.SUCCESS);
                    }
                }
            }
            drain(random);
            now = now.plus(Duration.ofMinutes(1));
            deliver(new Event.Tick());
            deliver(new Event.SyncRequested("timer"));
        }
        throw new AssertionError("Liveness: something goes on for ever");
    }

    private void drain(Random random) {
        for (int left = 5_000; left > 0; left--) {
            boolean busy = !github.webhooks.isEmpty();
            webhook(random);
            for (Lane lane : Lane.values()) {
                busy |= !lanes.get(lane).isEmpty();
                effect(lane, random);
            }
            if (!busy) {
                return;
            }
        }
        throw new AssertionError("Liveness: the queue talks for ever");
    }

    /** After {@link #calmDown}. */
    void everythingHasEnded() {
        invariants.require(state.waitingComments().isEmpty(), "Liveness: a comment waits for ever");
        Map<Integer, CommitSha> open = new TreeMap<>();
        github.pulls.values().stream().filter(pull -> pull.open).forEach(pull -> open.put(pull.number, pull.head()));
        Map<Integer, CommitSha> known = new TreeMap<>();
        state.pulls().values().forEach(pull -> known.put(pull.number(), pull.head()));
        invariants.require(known.equals(open), "Liveness: knows " + known + " where GitHub has " + open);
        for (PullRequest pull : state.pulls().values()) {
            invariants.require(
                    pull.baseRef().equals(github.pulls.get(pull.number()).base),
                    "Liveness: another base than GitHub's");
            invariants.require(pull.tryRequest().isEmpty(), "Liveness: a try build never starts");
            invariants.require(!pull.pendingAnnouncement(), "Liveness: an approval is never announced");
            invariants.require(
                    !Startable.isWaiting(pull, Roles.of(state, settings, now), state.tree()),
                    "Liveness: #" + pull.number() + " never starts");
            invariants.require(
                    pull.verdict() == Verdict.NONE || !pull.verdictReason().isEmpty(), "A verdict without a reason");
            invariants.require(
                    !QueueView.whyNot(pull, state, settings, now).isEmpty(), "Nobody knows why it isn't merged");
        }
    }
}
