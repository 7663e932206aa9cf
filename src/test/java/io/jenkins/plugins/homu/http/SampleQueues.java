package io.jenkins.plugins.homu.http;

import io.jenkins.plugins.homu.core.model.Approval;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.BuilderResult;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.Delegation;
import io.jenkins.plugins.homu.core.model.HistoryEntry;
import io.jenkins.plugins.homu.core.model.Mergeability;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.model.PullSnapshot;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.model.RollupMode;
import io.jenkins.plugins.homu.core.model.Rollups;
import io.jenkins.plugins.homu.core.model.TreeState;
import io.jenkins.plugins.homu.core.model.Verdict;
import io.jenkins.plugins.homu.core.settings.AccessSettings;
import io.jenkins.plugins.homu.core.settings.BuilderSettings;
import io.jenkins.plugins.homu.core.settings.MergeSettings;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Queues as they could be, for tests and pictures. */
final class SampleQueues {
    static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");

    private SampleQueues() {}

    static RepositorySettings settings(String label) {
        return new RepositorySettings(
                label,
                new RepositoryId("acme", label.replaceAll("[^A-Za-z0-9._-]", "-")),
                "homu",
                Set.of("alice", "bob"),
                Set.of("carol"),
                RepositorySettings.Branches.DEFAULT,
                List.of(
                        new BuilderSettings(
                                "linux", BuilderSettings.Kind.STATUS, Optional.of("ci/linux"), Optional.of("ci/linux")),
                        new BuilderSettings(
                                "windows", BuilderSettings.Kind.CHECK, Optional.of("windows"), Optional.empty())),
                RepositorySettings.DEFAULT_TIMEOUT,
                RepositorySettings.DEFAULT_START_TIMEOUT,
                RepositorySettings.DEFAULT_MAX_PRIORITY,
                Set.of(),
                Map.of(),
                Set.of(),
                Optional.empty(),
                false,
                true,
                MergeSettings.DEFAULT,
                AccessSettings.NONE);
    }

    static CommitSha sha(int seed) {
        return new CommitSha(String.format(Locale.ROOT, "%08x", 0x1234_5678 + seed * 40_503_001)
                .repeat(5));
    }

    static PullRequest pull(int number, String title) {
        return PullRequest.from(
                new PullSnapshot(
                        number,
                        title,
                        "",
                        "dora",
                        sha(number),
                        "topic-" + number,
                        Optional.of("dora"),
                        "main",
                        false,
                        Set.of(),
                        List.of(),
                        Mergeability.MERGEABLE,
                        true,
                        false,
                        Optional.empty(),
                        NOW),
                NOW);
    }

    static PullRequest approved(PullRequest pull, Duration ago) {
        return pull.edit()
                .approval(Optional.of(new Approval("alice", "alice", false, pull.head(), NOW.minus(ago), "comment/1")))
                .build();
    }

    static Attempt attempt(
            long id, Attempt.Kind kind, Attempt.Phase phase, PullRequest pull, BuilderResult... results) {
        return attempt(id, kind, phase, pull, Optional.of(sha(9000 + (int) id)), results);
    }

    /** One that ended before anything could be built. */
    static Attempt conflicting(long id, PullRequest pull, BuilderResult... results) {
        return attempt(id, Attempt.Kind.AUTO, Attempt.Phase.ERROR, pull, Optional.empty(), results);
    }

    private static Attempt attempt(
            long id,
            Attempt.Kind kind,
            Attempt.Phase phase,
            PullRequest pull,
            Optional<CommitSha> merge,
            BuilderResult... results) {
        Map<String, BuilderResult> builders = new LinkedHashMap<>();
        for (BuilderResult result : results) {
            builders.put(result.builder(), result);
        }
        return new Attempt(
                id,
                kind,
                phase,
                "main",
                kind == Attempt.Kind.TRY ? "try" : "auto",
                List.of(new AttemptMember(pull.number(), pull.head(), "alice")),
                Optional.empty(),
                Optional.of(sha(9000)),
                merge,
                merge.map(commit -> "tree"),
                builders,
                NOW.minusSeconds(760),
                Optional.of(NOW.minusSeconds(750)),
                Optional.of(NOW.plusSeconds(36000)),
                phase.isActive() ? Optional.empty() : Optional.of(NOW.minusSeconds(60)),
                phase == Attempt.Phase.FAILED ? "Test failed: windows" : "");
    }

    static BuilderResult result(String builder, BuilderState state, String url, String description) {
        return new BuilderResult(builder, state, Optional.ofNullable(url), description, NOW.minusSeconds(90));
    }

    static RepositoryState state(String label, long revision, List<PullRequest> pulls, List<Attempt> attempts) {
        NavigableMap<Integer, PullRequest> byNumber = new TreeMap<>();
        pulls.forEach(pull -> byNumber.put(pull.number(), pull));
        NavigableMap<Long, Attempt> byId = new TreeMap<>();
        attempts.forEach(attempt -> byId.put(attempt.id(), attempt));
        return copy(RepositoryState.empty(label), byNumber, byId, TreeState.OPEN, revision);
    }

    static RepositoryState closed(RepositoryState state, int below, String reason) {
        TreeState tree = new TreeState(
                Optional.of(below),
                Optional.of(reason),
                Optional.of("https://github.com/acme/widget/pull/7#issuecomment-1"),
                Optional.of("alice"));
        return copy(state, state.pulls(), state.attempts(), tree, state.revision() + 1);
    }

    static RepositoryState with(RepositoryState state, PullRequest pull) {
        NavigableMap<Integer, PullRequest> pulls = new TreeMap<>(state.pulls());
        pulls.put(pull.number(), pull);
        return copy(state, pulls, state.attempts(), state.tree(), state.revision() + 1);
    }

    /** By name, so that this need not know all that a state holds. */
    static RepositoryState without(RepositoryState state, int number) {
        NavigableMap<Integer, PullRequest> pulls = new TreeMap<>(state.pulls());
        pulls.remove(number);
        return copy(state, pulls, state.attempts(), state.tree(), state.revision() + 1);
    }

    private static RepositoryState copy(
            RepositoryState state,
            NavigableMap<Integer, PullRequest> pulls,
            NavigableMap<Long, Attempt> attempts,
            TreeState tree,
            long revision) {
        return copy(state, Map.of("pulls", pulls, "attempts", attempts, "tree", tree, "revision", revision));
    }

    static RepositoryState rolledUp(RepositoryState state, Rollups rollups) {
        return copy(state, Map.of("rollups", rollups));
    }

    private static RepositoryState copy(RepositoryState state, Map<String, Object> changed) {
        try {
            RecordComponent[] components = RepositoryState.class.getRecordComponents();
            Class<?>[] types = new Class<?>[components.length];
            Object[] values = new Object[components.length];
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                Object own = components[i].getAccessor().invoke(state);
                values[i] = changed.getOrDefault(components[i].getName(), own);
            }
            return RepositoryState.class.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The state is a public record", e);
        }
    }

    /** A dozen pull requests in every state there is. */
    static RepositoryState widget() {
        PullRequest testing =
                approved(pull(118, "Read the configuration once instead of per request"), Duration.ofMinutes(41));
        PullRequest next = approved(pull(104, "Close idle connections after thirty seconds"), Duration.ofHours(2))
                .edit()
                .priority(5)
                .build();
        PullRequest rolled = approved(pull(121, "Fix two typos in the manual"), Duration.ofMinutes(9))
                .edit()
                .rollup(RollupMode.ALWAYS)
                .build();
        PullRequest never = approved(pull(97, "Replace the scheduler's heap by a timer wheel"), Duration.ofDays(1))
                .edit()
                .rollup(RollupMode.NEVER)
                .note(Optional.of("Not before the release branch is cut"))
                .build();
        PullRequest failed = approved(pull(110, "Support IPv6 literals in peer addresses"), Duration.ofHours(5))
                .edit()
                .verdict(Verdict.FAILURE, "The build failed: windows")
                .build();
        PullRequest conflicting = approved(pull(88, "Move the parser into a module of its own"), Duration.ofDays(3))
                .edit()
                .mergeable(Mergeability.CONFLICTING)
                .verdict(Verdict.ERROR, "Merge conflict")
                .build();
        PullRequest trying = pull(115, "Experiment: compile with the new inliner");
        PullRequest delegated = pull(119, "Document the wire format of version 3")
                .edit()
                .delegation(Optional.of(new Delegation("erin", Delegation.Level.REVIEW)))
                .mergeable(Mergeability.UNKNOWN)
                .build();
        PullRequest plain = PullRequest.from(
                new PullSnapshot(
                        122,
                        "Cache compiled patterns",
                        "",
                        "frank",
                        sha(122),
                        "feature/pattern-cache-with-a-rather-long-branch-name",
                        Optional.empty(),
                        "release/2.x",
                        true,
                        Set.of(),
                        List.of("bob", "erin"),
                        Mergeability.MERGEABLE,
                        true,
                        false,
                        Optional.empty(),
                        NOW),
                NOW);
        return state(
                "widget",
                7,
                List.of(testing, next, rolled, never, failed, conflicting, trying, delegated, plain),
                List.of(
                        attempt(
                                3,
                                Attempt.Kind.AUTO,
                                Attempt.Phase.FAILED,
                                failed,
                                result(
                                        "linux",
                                        BuilderState.SUCCESS,
                                        "https://ci.example/linux/812",
                                        "412 tests passed"),
                                result(
                                        "windows",
                                        BuilderState.FAILURE,
                                        "https://ci.example/windows/640",
                                        "2 of 410 failed")),
                        attempt(
                                5,
                                Attempt.Kind.TRY,
                                Attempt.Phase.TESTING,
                                trying,
                                result("linux", BuilderState.RUNNING, "https://ci.example/linux/820", "")),
                        attempt(
                                6,
                                Attempt.Kind.AUTO,
                                Attempt.Phase.TESTING,
                                testing,
                                result(
                                        "linux",
                                        BuilderState.SUCCESS,
                                        "https://ci.example/linux/821",
                                        "412 tests passed"),
                                result("windows", BuilderState.RUNNING, null, ""))));
    }

    static RepositoryState gadget() {
        return closed(
                state(
                        "gadget",
                        3,
                        List.of(
                                approved(pull(12, "Bump the minimum compiler"), Duration.ofMinutes(20)),
                                approved(pull(14, "Hotfix: refuse empty tokens"), Duration.ofMinutes(3))
                                        .edit()
                                        .priority(20)
                                        .build()),
                        List.of()),
                10,
                "The disk of the build machines is being replaced");
    }

    static List<HistoryEntry> history(int number) {
        Optional<Integer> pull = Optional.of(number);
        return List.of(
                new HistoryEntry(pull, "failed", Optional.empty(), "windows failed", NOW.minusSeconds(60)),
                new HistoryEntry(
                        pull, "started", Optional.empty(), "Testing with merge a1b2c3d", NOW.minusSeconds(760)),
                new HistoryEntry(
                        pull, "approved", Optional.of("alice"), "Commit a1b2c3d was approved", NOW.minusSeconds(18000)),
                new HistoryEntry(
                        pull,
                        "opened",
                        Optional.of("dora"),
                        "Support IPv6 literals in peer addresses",
                        NOW.minusSeconds(90000)));
    }
}
