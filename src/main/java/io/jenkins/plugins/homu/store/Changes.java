package io.jenkins.plugins.homu.store;

import io.jenkins.plugins.homu.core.model.AbbreviatedSha;
import io.jenkins.plugins.homu.core.model.Approval;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.BuilderResult;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.Delegation;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.model.TryRequest;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What differs between two states of a repository, as rows to be written. Finding it out takes a walk over the state,
 * and is done before the writer's turn; writing takes statements for what differs only.
 */
final class Changes {
    private final RepositoryState before;
    private final RepositoryState after;
    private final Instant at;
    private final boolean repositoryChanged;

    private final List<Object[]> pullsGone = new ArrayList<>();
    private final List<Object[]> pulls = new ArrayList<>();
    private final List<Object[]> approvalsGone = new ArrayList<>();
    private final List<Object[]> approvals = new ArrayList<>();
    private final List<Object[]> attemptsCut = new ArrayList<>();
    private final List<Object[]> attemptsLeft = new ArrayList<>();
    private final List<Object[]> attemptsNew = new ArrayList<>();
    private final List<Object[]> attempts = new ArrayList<>();
    private final List<Object[]> membersGone = new ArrayList<>();
    private final List<Object[]> members = new ArrayList<>();
    private final List<Object[]> buildersGone = new ArrayList<>();
    private final List<Object[]> builders = new ArrayList<>();

    /**
     * @param at when it happened, for attempts that leave the state without having ended
     * @throws IllegalArgumentException when the states are not of one repository
     */
    Changes(RepositoryState before, RepositoryState after, Instant at) {
        if (!before.label().equals(after.label())) {
            throw new IllegalArgumentException("Two repositories in one commit: " + before.label() + " before, "
                    + after.label() + " after. One of them would be lost.");
        }
        this.before = before;
        this.after = after;
        this.at = at;
        walk(before.pulls(), after.pulls(), this::pull);
        walk(before.attempts(), after.attempts(), this::attempt);
        repositoryChanged = !pulls.isEmpty()
                || !pullsGone.isEmpty()
                || !attempts.isEmpty()
                || !attemptsCut.isEmpty()
                || !attemptsLeft.isEmpty()
                || after.revision() == 0
                || !Arrays.equals(columns(before), columns(after));
    }

    private static Object[] columns(RepositoryState state) {
        return new Object[] {
            state.tree().closedBelow(),
            state.tree().reason(),
            state.tree().source(),
            state.tree().by(),
            state.syncedAt(),
            state.nextAttempt(),
            state.nextEffect(),
            state.revision(),
            Json.writeMap(state.movedTips(), CommitSha::value),
            Json.writeMap(state.scratchTips(), CommitSha::value),
            EventJson.writeComments(state.waitingComments()),
            EventJson.writeReports(state.early().reports()),
            EventJson.writeLeftTips(state.early().leftTips()),
            closedPulls(state),
            RollupJson.write(state.rollups()),
            RightsJson.write(state.rights()),
            state.label()
        };
    }

    private static String closedPulls(RepositoryState state) {
        Map<String, Instant> closed = new HashMap<>();
        state.closedPulls().forEach((number, time) -> closed.put(Integer.toString(number), time));
        return Json.writeMap(closed, Words::of);
    }

    private interface Difference<K, V> {
        /** One of the two may be null, not both. */
        void found(K key, V old, V now);
    }

    /** Both maps side by side, by key: linear, without look-ups. */
    private static <K extends Comparable<K>, V> void walk(
            SortedMap<K, V> before, SortedMap<K, V> after, Difference<K, V> difference) {
        if (before == after) {
            return;
        }
        Iterator<Map.Entry<K, V>> olds = before.entrySet().iterator();
        Iterator<Map.Entry<K, V>> nows = after.entrySet().iterator();
        Map.Entry<K, V> old = next(olds);
        Map.Entry<K, V> now = next(nows);
        while (old != null || now != null) {
            int order = old == null ? 1 : now == null ? -1 : old.getKey().compareTo(now.getKey());
            V oldValue = order <= 0 ? old.getValue() : null;
            V nowValue = order >= 0 ? now.getValue() : null;
            if (oldValue != nowValue && !Objects.equals(oldValue, nowValue)) {
                difference.found(order <= 0 ? old.getKey() : now.getKey(), oldValue, nowValue);
            }
            if (order <= 0) {
                old = next(olds);
            }
            if (order >= 0) {
                now = next(nows);
            }
        }
    }

    private static <T> T next(Iterator<T> iterator) {
        return iterator.hasNext() ? iterator.next() : null;
    }

    private void pull(Integer number, PullRequest old, PullRequest now) {
        String label = after.label();
        if (now == null) {
            pullsGone.add(new Object[] {label, number});
            return;
        }
        pulls.add(new Object[] {
            label,
            now.number(),
            now.title(),
            now.author(),
            now.head(),
            now.headRef(),
            now.headOwner(),
            now.baseRef(),
            now.draft(),
            Json.writeStrings(now.labels().stream().sorted().toList()),
            Json.writeStrings(now.assignees()),
            now.mergeable(),
            now.priority(),
            now.rollup(),
            now.delegation().map(Delegation::to),
            now.delegation().map(Delegation::level),
            now.tryRequest().map(TryRequest::by),
            now.tryRequest().flatMap(TryRequest::parent).map(AbbreviatedSha::digits),
            now.tryRequest().map(request -> Json.writeStrings(request.jobs())),
            now.tryRequest().map(TryRequest::at),
            now.squash(),
            now.verdict(),
            now.verdictReason(),
            now.note(),
            now.statusComment(),
            now.pendingAnnouncement(),
            Json.writeStrings(now.handledComments().stream().sorted().toList()),
            now.yielded(),
            now.updatedAt(),
            now.confirmedAt(),
            now.headSince(),
            now.body()
        });
        Optional<Approval> earlier = old == null ? Optional.empty() : old.approval();
        if (earlier.equals(now.approval())) {
            return;
        }
        now.approval()
                .ifPresentOrElse(
                        approval -> approvals.add(new Object[] {
                            label,
                            number,
                            approval.approver(),
                            approval.givenBy(),
                            approval.byDelegate(),
                            approval.head(),
                            approval.at(),
                            approval.source()
                        }),
                        () -> approvalsGone.add(new Object[] {label, number}));
    }

    private void attempt(Long id, Attempt old, Attempt now) {
        String label = after.label();
        if (now == null) {
            if (old.isActive()) {
                attemptsCut.add(new Object[] {Attempt.Phase.CANCELLED, at, label, id});
            } else {
                attemptsLeft.add(new Object[] {label, id});
            }
            return;
        }
        attempts.add(new Object[] {
            label,
            id,
            true,
            now.kind(),
            now.phase(),
            now.baseRef(),
            now.ciBranch(),
            now.base(),
            now.merge(),
            now.tree(),
            now.createdAt(),
            now.startedAt(),
            now.deadline(),
            now.endedAt(),
            now.reason(),
            now.request().map(TryRequest::by),
            now.request().flatMap(TryRequest::parent).map(AbbreviatedSha::digits),
            now.request().map(request -> Json.writeStrings(request.jobs())),
            now.request().map(TryRequest::at),
            Json.writeStrings(now.setup().stream().sorted().toList())
        });
        if (old == null) {
            attemptsNew.add(new Object[] {label, id});
        }
        if (old == null || !old.pulls().equals(now.pulls())) {
            membersGone.add(new Object[] {label, id});
            int position = 0;
            for (AttemptMember member : now.pulls()) {
                members.add(new Object[] {label, id, position++, member.number(), member.head(), member.approver()});
            }
        }
        builders(label, id, old, now);
    }

    private void builders(String label, Long id, Attempt old, Attempt now) {
        Map<String, BuilderResult> earlier = old == null ? Map.of() : old.builders();
        List<String> positions = List.copyOf(earlier.keySet());
        for (String name : positions) {
            if (!now.builders().containsKey(name)) {
                buildersGone.add(new Object[] {label, id, name});
            }
        }
        int position = 0;
        for (Map.Entry<String, BuilderResult> entry : now.builders().entrySet()) {
            BuilderResult result = entry.getValue();
            boolean unmoved =
                    position < positions.size() && positions.get(position).equals(entry.getKey());
            if (!unmoved || !result.equals(earlier.get(entry.getKey()))) {
                builders.add(new Object[] {
                    label,
                    id,
                    entry.getKey(),
                    position,
                    result.state(),
                    result.url(),
                    result.description(),
                    result.at(),
                    result.details(),
                    result.restarts()
                });
            }
            position++;
        }
    }

    /** @throws StoreException when the database holds another state than {@code before} */
    void write(Sql sql) throws SQLException {
        if (repositoryChanged) {
            repository(sql);
        }
        sql.updateAll("DELETE FROM pull_request WHERE label = ? AND number = ?", pullsGone);
        sql.updateAll(Statements.PUT_PULL, pulls);
        sql.updateAll("DELETE FROM approval WHERE label = ? AND number = ?", approvalsGone);
        sql.updateAll(Statements.PUT_APPROVAL, approvals);
        sql.updateAll(
                "UPDATE attempt SET in_state = FALSE, phase = ?, ended_at = ? WHERE label = ? AND id = ?", attemptsCut);
        sql.updateAll("UPDATE attempt SET in_state = FALSE WHERE label = ? AND id = ?", attemptsLeft);
        // One that comes new into the state may have been kept from earlier: nothing of that must stay.
        sql.updateAll("DELETE FROM attempt WHERE label = ? AND id = ?", attemptsNew);
        sql.updateAll(Statements.PUT_ATTEMPT, attempts);
        sql.updateAll("DELETE FROM attempt_pull WHERE label = ? AND attempt = ?", membersGone);
        sql.updateAll(Statements.ADD_MEMBER, members);
        sql.updateAll("DELETE FROM builder_result WHERE label = ? AND attempt = ? AND builder = ?", buildersGone);
        sql.updateAll(Statements.PUT_BUILDER, builders);
    }

    /** The revision is compared, so that a step built upon a state that was never kept fails, too. */
    private void repository(Sql sql) throws SQLException {
        Object[] columns = columns(after);
        if (sql.update(Statements.SET_REPOSITORY, with(columns, before.revision())) == 1) {
            return;
        }
        boolean first = before.revision() == 0 && sql.update(Statements.ADD_REPOSITORY, columns) == 1;
        if (!first) {
            throw new StaleStateException("The repository " + after.label() + " was changed, or forgotten, behind the"
                    + " back of this step, which builds upon revision " + before.revision()
                    + ". Nothing of it was kept: read the repository's state again and decide anew.");
        }
    }

    private static Object[] with(Object[] values, Object last) {
        Object[] all = Arrays.copyOf(values, values.length + 1);
        all[values.length] = last;
        return all;
    }
}
