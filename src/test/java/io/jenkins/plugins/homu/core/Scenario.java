package io.jenkins.plugins.homu.core;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.event.Event.CommentAdded;
import io.jenkins.plugins.homu.core.event.Event.CommentSource;
import io.jenkins.plugins.homu.core.event.Event.MergeTrouble;
import io.jenkins.plugins.homu.core.event.Event.MoveTrouble;
import io.jenkins.plugins.homu.core.event.Event.PullAction;
import io.jenkins.plugins.homu.core.event.Event.ReportKind;
import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.Attempt.Phase;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.HistoryEntry;
import io.jenkins.plugins.homu.core.model.Mergeability;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.model.PullSnapshot;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.queue.QueueView;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * A repository told as a story: people act, GitHub and the builders answer, and what the queue makes of it can be asked.
 * Reviewers are alice and bob, carol may try, dave wrote every pull request.
 */
final class Scenario {
    static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    private final Map<Integer, PullSnapshot> onGitHub = new TreeMap<>();
    private final Map<String, CommitSha> bases = new HashMap<>();
    private final List<Effect> effects = new ArrayList<>();
    private final List<HistoryEntry> history = new ArrayList<>();
    private RepositoryState state = RepositoryState.empty("widget");
    private RepositorySettings settings = TestSettings.standard();
    private Instant now = START;
    private long nextComment = 1;

    // ---- the world ---------------------------------------------------------------------------------------------

    Scenario with(RepositorySettings other) {
        settings = other;
        return this;
    }

    Scenario after(Duration time) {
        now = now.plus(time);
        return this;
    }

    Instant now() {
        return now;
    }

    RepositorySettings settings() {
        return settings;
    }

    /** The head of a pull request: {@code 222222v...} for version v of #2. */
    static CommitSha head(int number, int version) {
        return new CommitSha(String.valueOf(number % 10).repeat(6) + version + "0".repeat(33));
    }

    /** The merge commit of an attempt: {@code eeeeee1...} for the first. */
    static CommitSha mergeOf(long attempt) {
        return new CommitSha("e".repeat(6)
                + Long.toHexString(attempt)
                + "0".repeat(34 - Long.toHexString(attempt).length()));
    }

    static CommitSha sha(char digit) {
        return new CommitSha(String.valueOf(digit).repeat(40));
    }

    CommitSha base(String branch) {
        return bases.computeIfAbsent(branch, name -> sha('b'));
    }

    /** What GitHub has, by the last snapshot. */
    PullSnapshot onGitHub(int number) {
        return onGitHub.get(number);
    }

    // ---- GitHub tells ------------------------------------------------------------------------------------------

    Scenario send(Event event) {
        Decision decision = MergeQueue.decide(state, event, settings, now);
        state = decision.next();
        effects.addAll(decision.effects());
        history.addAll(decision.history());
        now = now.plusSeconds(1);
        return this;
    }

    Scenario open(int number) {
        return open(number, snap -> snap);
    }

    Scenario open(int number, UnaryOperator<Snap> change) {
        onGitHub.put(number, change.apply(Snap.fresh(number, now)).build());
        return send(new Event.PullChanged(PullAction.OPENED, onGitHub.get(number), "dave"));
    }

    /** The pull request changes on GitHub, without anybody telling us. */
    Scenario silently(int number, UnaryOperator<Snap> change) {
        onGitHub.put(
                number,
                change.apply(new Snap(onGitHub.get(number)).updatedAt(now)).build());
        return this;
    }

    Scenario update(int number, UnaryOperator<Snap> change) {
        return silently(number, change).tell(PullAction.UPDATED, number);
    }

    Scenario tell(PullAction action, int number) {
        return send(new Event.PullChanged(action, onGitHub.get(number), "dave"));
    }

    Scenario push(int number, int version) {
        return silently(number, snap -> snap.head(head(number, version))).tell(PullAction.PUSHED, number);
    }

    Scenario retarget(int number, String base) {
        return silently(number, snap -> snap.base(base)).tell(PullAction.EDITED, number);
    }

    Scenario close(int number) {
        silently(number, snap -> snap.closed(Optional.empty()));
        return send(new Event.PullClosed(onGitHub.get(number), "dave"));
    }

    Scenario closeMergedAs(int number, CommitSha commit) {
        silently(number, snap -> snap.closed(Optional.of(commit)));
        return send(new Event.PullClosed(onGitHub.get(number), "dave"));
    }

    Scenario comment(String author, int number, String text) {
        return send(commentOf(author, number, text));
    }

    CommentAdded commentOf(String author, int number, String text) {
        return new CommentAdded(
                CommentSource.ISSUE_COMMENT,
                nextComment++,
                number,
                author,
                text,
                text.lines().filter(line -> !line.startsWith(">")).toList(),
                Optional.empty(),
                "https://github.example/acme/widget/pull/" + number + "#issuecomment",
                now,
                false);
    }

    /** The same comment as the comparison with GitHub finds it. */
    static CommentAdded late(CommentAdded comment, Instant createdAt) {
        return new CommentAdded(
                comment.source(),
                comment.id(),
                comment.number(),
                comment.author(),
                comment.body(),
                comment.lines(),
                comment.reviewed(),
                comment.url(),
                createdAt,
                true);
    }

    Scenario review(String author, int number, String text, CommitSha reviewed) {
        return send(new CommentAdded(
                CommentSource.REVIEW,
                nextComment++,
                number,
                author,
                text.lines().toList(),
                Optional.of(reviewed),
                "https://github.example/review",
                now,
                false));
    }

    /** Somebody pushes to a base branch. */
    Scenario pushBase(String branch, CommitSha tip, String title) {
        CommitSha before = base(branch);
        bases.put(branch, tip);
        return send(new Event.BranchPushed(branch, Optional.of(before), Optional.of(tip), false, title, "eve"));
    }

    Scenario mergeability(String branch, int number, Mergeability now, String cause) {
        return send(new Event.MergeabilityRead(
                branch, Map.of(number, now), Optional.of(cause).filter(it -> !it.isEmpty())));
    }

    Scenario synchronise(CommentAdded... comments) {
        Instant started = now;
        now = now.plusSeconds(1);
        return send(new Event.Synchronised(
                onGitHub.values().stream().filter(PullSnapshot::open).toList(), List.of(comments), started));
    }

    Scenario readPull(int number) {
        return send(new Event.PullRead(number, Optional.ofNullable(onGitHub.get(number))));
    }

    // ---- effects come out --------------------------------------------------------------------------------------

    /** The merge commit of the pull request's real attempt stands. */
    Scenario prepared(int number) {
        return prepare(attempt(number));
    }

    Scenario tryPrepared(int number) {
        return prepare(tryOf(number));
    }

    private Scenario prepare(Attempt attempt) {
        return send(preparedEvent(attempt));
    }

    Event.MergePrepared preparedEvent(Attempt attempt) {
        return new Event.MergePrepared(attempt.id(), base(attempt.baseRef()), mergeOf(attempt.id()), "tree");
    }

    Scenario mergeFailed(int number, MergeTrouble trouble, String detail) {
        return send(new Event.MergeFailed(attempt(number).id(), trouble, detail));
    }

    Scenario report(CommitSha sha, String context, BuilderState result) {
        return send(new Event.ResultsReported(List.of(reported(sha, context, result))));
    }

    static Reported reported(CommitSha sha, String context, BuilderState result) {
        boolean isCheck = context.startsWith("check:");
        return new Reported(
                isCheck ? ReportKind.CHECK : ReportKind.STATUS,
                sha,
                isCheck ? context.substring("check:".length()) : context,
                result,
                Optional.of("https://ci.example/1"),
                "");
    }

    /** The one standard builder says it of the pull request's real attempt. */
    Scenario result(int number, BuilderState result) {
        return report(attempt(number).merge().orElseThrow(), "ci/linux", result);
    }

    Scenario tryResult(int number, BuilderState result) {
        return report(tryOf(number).merge().orElseThrow(), "ci/linux", result);
    }

    Scenario moved(int number) {
        Attempt attempt = attempt(number);
        bases.put(attempt.baseRef(), attempt.merge().orElseThrow());
        return send(new Event.BaseMoved(attempt.id(), attempt.merge().orElseThrow()));
    }

    Scenario moveFailed(int number, MoveTrouble trouble, String detail) {
        return send(new Event.BaseMoveFailed(attempt(number).id(), trouble, detail));
    }

    /** Opened, approved by alice, and its merge commit stands. */
    Scenario testing(int number) {
        return open(number).comment("alice", number, "@homu r+").prepared(number);
    }

    /** And all builders have passed. */
    Scenario merging(int number) {
        return testing(number).result(number, BuilderState.SUCCESS);
    }

    Scenario tick() {
        return send(new Event.Tick());
    }

    // ---- what came of it ---------------------------------------------------------------------------------------

    RepositoryState state() {
        return state;
    }

    PullRequest pull(int number) {
        return state.pull(number).orElseThrow();
    }

    /** The last real attempt. */
    Attempt attempt(int number) {
        return state.lastAttempt(number, false).orElseThrow();
    }

    Attempt tryOf(int number) {
        return state.lastAttempt(number, true).orElseThrow();
    }

    Phase phase(int number) {
        return attempt(number).phase();
    }

    boolean isActive(int number) {
        return state.activeAttempt(number, false).isPresent();
    }

    String why(int number) {
        return QueueView.whyNot(pull(number), state, settings, now);
    }

    /** Forgets what was said and done so far. */
    Scenario listen() {
        effects.clear();
        history.clear();
        return this;
    }

    List<Effect> effects() {
        return List.copyOf(effects);
    }

    <T extends Effect> List<T> effects(Class<T> kind) {
        return effects.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The only effect of that kind since {@link #listen}. */
    <T extends Effect> T effect(Class<T> kind) {
        List<T> found = effects(kind);
        if (found.size() != 1) {
            throw new AssertionError("Not one " + kind.getSimpleName() + ": " + effects);
        }
        return found.get(0);
    }

    /** Everything the bot wrote on a pull request. */
    List<String> said(int number) {
        return effects(Effect.PostComment.class).stream()
                .filter(effect -> effect.number() == number)
                .map(Effect.PostComment::body)
                .toList();
    }

    List<String> told() {
        return history.stream().map(HistoryEntry::what).toList();
    }

    List<HistoryEntry> history() {
        return List.copyOf(history);
    }
}
