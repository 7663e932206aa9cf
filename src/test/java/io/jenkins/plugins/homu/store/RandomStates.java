package io.jenkins.plugins.homu.store;

import io.jenkins.plugins.homu.core.event.Event.CommentAdded;
import io.jenkins.plugins.homu.core.event.Event.CommentSource;
import io.jenkins.plugins.homu.core.event.Event.ReportKind;
import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.model.AbbreviatedSha;
import io.jenkins.plugins.homu.core.model.Approval;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.BuilderResult;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.Delegation;
import io.jenkins.plugins.homu.core.model.EarlyNews;
import io.jenkins.plugins.homu.core.model.EarlyNews.LeftTip;
import io.jenkins.plugins.homu.core.model.GitHubRights;
import io.jenkins.plugins.homu.core.model.Mergeability;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.model.RollupMode;
import io.jenkins.plugins.homu.core.model.Rollups;
import io.jenkins.plugins.homu.core.model.Rollups.Notice;
import io.jenkins.plugins.homu.core.model.Rollups.Rollup;
import io.jenkins.plugins.homu.core.model.TreeState;
import io.jenkins.plugins.homu.core.model.TryRequest;
import io.jenkins.plugins.homu.core.model.Verdict;
import io.jenkins.plugins.homu.core.settings.AccessSettings.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** States of a repository as no queue would make them, with the texts of people who mean harm. */
final class RandomStates {
    /** What has broken programs before ours. */
    static final List<String> HOSTILE = List.of(
            "",
            " ",
            "'; DROP TABLE repository; --",
            "\"quoted\" \\ back\\slash \\u0000",
            "nul\u0000nul",
            "\u0000",
            "escape \u001B0000 \u001B",
            "half \uD800 and \uDC00 half\uD83D",
            "\uDFFF\uD800",
            "\uD83D\uDE00 whole",
            "line\nbreak\r\n\ttab \u2028 \u2029 \u0085",
            "\u202Eright to left\u202C \uFEFF \uFFFE \uFFFF",
            "{\"json\": [1, null]}",
            "$1 ? :name ${placeholder} %s %n",
            "e\u0301 \u00E9 \u1E9E \u0130",
            "x".repeat(70_000));

    private final Random random;

    RandomStates(long seed) {
        random = new Random(seed);
    }

    String text() {
        return random.nextInt(4) == 0
                ? HOSTILE.get(random.nextInt(HOSTILE.size() - 1))
                : Integer.toString(random.nextInt(1 << 20), 36);
    }

    CommitSha sha() {
        StringBuilder digits = new StringBuilder();
        int length = random.nextInt(10) == 0 ? 64 : 40;
        for (int i = 0; i < length; i++) {
            digits.append(Character.forDigit(random.nextInt(16), 16));
        }
        return new CommitSha(digits.toString());
    }

    Instant time() {
        return switch (random.nextInt(10)) {
            case 0 -> Instant.EPOCH;
            case 1 -> Instant.ofEpochSecond(1_800_000_000L + random.nextInt(1000));
            default -> Instant.ofEpochSecond(1_800_000_000L + random.nextInt(1 << 25), random.nextInt(1_000_000_000));
        };
    }

    <T> Optional<T> maybe(Supplier<T> value) {
        return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
    }

    private <T> T one(T[] values) {
        return values[random.nextInt(values.length)];
    }

    private List<String> texts() {
        List<String> texts = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            texts.add(text());
        }
        return texts;
    }

    PullRequest pull(int number) {
        return new PullRequest(
                number,
                text(),
                random.nextInt(20) == 0 ? HOSTILE.get(HOSTILE.size() - 1) : text(),
                text(),
                sha(),
                text(),
                maybe(this::text),
                text(),
                random.nextBoolean(),
                Set.copyOf(texts()),
                texts(),
                one(Mergeability.values()),
                random.nextInt(),
                one(RollupMode.values()),
                maybe(this::approval),
                maybe(() -> new Delegation(text(), one(Delegation.Level.values()))),
                maybe(this::tryRequest),
                random.nextBoolean(),
                one(Verdict.values()),
                text(),
                maybe(this::text),
                maybe(random::nextLong),
                random.nextBoolean(),
                Set.copyOf(texts()),
                random.nextBoolean(),
                time(),
                time(),
                time());
    }

    Attempt attempt(long id) {
        List<AttemptMember> members = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            members.add(new AttemptMember(1 + random.nextInt(20), sha(), text()));
        }
        Map<String, BuilderResult> builders = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            BuilderResult result = result(text());
            builders.put(result.builder(), result);
        }
        return new Attempt(
                id,
                one(Attempt.Kind.values()),
                one(Attempt.Phase.values()),
                text(),
                text(),
                members,
                maybe(this::tryRequest),
                maybe(this::sha),
                maybe(this::sha),
                maybe(this::text),
                builders,
                time(),
                maybe(this::time),
                maybe(this::time),
                maybe(this::time),
                text(),
                random.nextBoolean() ? Set.of() : Set.of(text(), "in acme/widget"));
    }

    private BuilderResult result(String builder) {
        return new BuilderResult(
                builder, one(BuilderState.values()), maybe(this::text), text(), time(), text(), random.nextInt(3));
    }

    private Attempt changed(Attempt attempt) {
        if (attempt.builders().isEmpty() || random.nextInt(4) == 0) {
            return attempt(attempt.id());
        }
        List<String> names = List.copyOf(attempt.builders().keySet());
        return attempt.with(result(names.get(random.nextInt(names.size()))));
    }

    private PullRequest changed(PullRequest pull) {
        return switch (random.nextInt(4)) {
            case 0 -> pull.edit().approval(maybe(this::approval)).build();
            case 1 -> pull.edit().handled(text()).build();
            case 2 -> pull.edit().build();
            default -> pull(pull.number());
        };
    }

    private TryRequest tryRequest() {
        return new TryRequest(
                text(),
                maybe(() -> new AbbreviatedSha(sha().value().substring(0, 7 + random.nextInt(34)))),
                texts(),
                time());
    }

    private Approval approval() {
        return new Approval(text(), text(), random.nextBoolean(), sha(), time(), text());
    }

    private CommentAdded comment() {
        return new CommentAdded(
                one(CommentSource.values()),
                random.nextLong(),
                random.nextInt(100),
                text(),
                text(),
                texts(),
                maybe(this::sha),
                text(),
                time(),
                random.nextBoolean());
    }

    private Map<String, CommitSha> tips() {
        Map<String, CommitSha> tips = new HashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            tips.put(text(), sha());
        }
        return tips;
    }

    private List<LeftTip> leftTips() {
        List<LeftTip> tips = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            tips.add(new LeftTip(text(), sha()));
        }
        return tips;
    }

    /** Another state of the same repository, a few steps further; some of it is the same objects. */
    RepositoryState next(RepositoryState state) {
        TreeMap<Integer, PullRequest> pulls = new TreeMap<>(state.pulls());
        TreeMap<Long, Attempt> attempts = new TreeMap<>(state.attempts());
        for (int i = random.nextInt(6); i > 0; i--) {
            int number = 1 + random.nextInt(20);
            if (random.nextInt(4) == 0) {
                pulls.remove(number);
            } else {
                pulls.compute(number, (key, pull) -> pull == null ? pull(number) : changed(pull));
            }
        }
        for (int i = random.nextInt(6); i > 0; i--) {
            long id = 1L + random.nextInt(20);
            if (random.nextInt(4) == 0) {
                attempts.remove(id);
            } else {
                attempts.compute(id, (key, attempt) -> attempt == null ? attempt(id) : changed(attempt));
            }
        }
        List<CommentAdded> comments = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            comments.add(comment());
        }
        List<Reported> reports = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            reports.add(new Reported(
                    one(ReportKind.values()),
                    sha(),
                    text(),
                    one(BuilderState.values()),
                    maybe(this::text),
                    text(),
                    text(),
                    random.nextInt(3),
                    maybe(() -> (long) random.nextInt(20))));
        }
        boolean only = random.nextInt(4) == 0;
        return new RepositoryState(
                state.label(),
                pulls,
                attempts,
                only
                        ? state.tree()
                        : new TreeState(
                                maybe(random::nextInt), maybe(this::text), maybe(this::text), maybe(this::text)),
                only ? state.movedTips() : tips(),
                only ? state.scratchTips() : tips(),
                only ? state.waitingComments() : comments,
                only ? state.early() : new EarlyNews(reports, leftTips()),
                only ? state.closedPulls() : Map.of(random.nextInt(), time()),
                only ? state.rights() : rights(),
                only ? state.syncedAt() : maybe(this::time),
                only ? state.rollups() : rollups(),
                state.nextAttempt() + random.nextInt(3),
                state.nextEffect() + random.nextInt(3),
                state.revision() + 1);
    }

    private Rollups rollups() {
        Rollup rollup = new Rollup(
                List.of(new AttemptMember(1 + random.nextInt(20), sha(), text())), text(), time(), maybe(this::text));
        return new Rollups(
                random.nextBoolean() ? Map.of() : Map.of(random.nextInt(), rollup),
                maybe(() -> new Notice(text(), random.nextBoolean(), time())));
    }

    private Map<String, GitHubRights> rights() {
        Map<String, GitHubRights> rights = new HashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            rights.put(
                    text(),
                    new GitHubRights(
                            maybe(() -> one(Level.values())),
                            Set.of(text()),
                            time(),
                            maybe(this::text),
                            time(),
                            maybe(this::time)));
        }
        return rights;
    }
}
