package io.jenkins.plugins.homu.store;

import io.jenkins.plugins.homu.core.model.AbbreviatedSha;
import io.jenkins.plugins.homu.core.model.Approval;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.BuilderResult;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.Delegation;
import io.jenkins.plugins.homu.core.model.EarlyNews;
import io.jenkins.plugins.homu.core.model.HistoryEntry;
import io.jenkins.plugins.homu.core.model.Mergeability;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.model.RollupMode;
import io.jenkins.plugins.homu.core.model.TreeState;
import io.jenkins.plugins.homu.core.model.TryRequest;
import io.jenkins.plugins.homu.core.model.Verdict;
import io.jenkins.plugins.homu.port.Delivery;
import io.jenkins.plugins.homu.port.StateStore.InboxRow;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** From rows to the domain. Throws IllegalArgumentException for rows that were not written by {@link Changes}. */
final class StateReader {
    private StateReader() {}

    static Optional<RepositoryState> state(Sql sql, String label) throws SQLException {
        TreeMap<Integer, PullRequest> pulls = new TreeMap<>();
        for (PullRequest pull : sql.query(StateReader::pull, Statements.PULLS, label)) {
            pulls.put(pull.number(), pull);
        }
        TreeMap<Long, Attempt> attempts = new TreeMap<>();
        for (Attempt attempt : attempts(sql, label, "SELECT id FROM attempt WHERE label = ? AND in_state", label)) {
            attempts.put(attempt.id(), attempt);
        }
        return sql.queryFirst(
                row -> new RepositoryState(
                        label,
                        pulls,
                        attempts,
                        new TreeState(
                                row.optionalInteger("tree_closed_below"),
                                row.optionalText("tree_reason"),
                                row.optionalText("tree_source"),
                                row.optionalText("tree_by")),
                        Json.readMap(row.text("moved_tips"), CommitSha::new),
                        Json.readMap(row.text("scratch_tips"), CommitSha::new),
                        EventJson.readComments(row.text("waiting_comments")),
                        new EarlyNews(
                                EventJson.readReports(row.text("early_reports")),
                                EventJson.readLeftTips(row.text("left_tips"))),
                        closedPulls(row.text("closed_pulls")),
                        RightsJson.read(row.text("rights")),
                        row.optionalTime("synced_at"),
                        RollupJson.read(row.text("rollups")),
                        row.number("next_attempt"),
                        row.number("next_effect"),
                        row.number("revision")),
                "SELECT * FROM repository WHERE label = ?",
                label);
    }

    private static Map<Integer, Instant> closedPulls(String json) {
        Map<Integer, Instant> closed = new HashMap<>();
        Json.readMap(json, Words::time).forEach((number, at) -> closed.put(Integer.valueOf(number), at));
        return closed;
    }

    private static PullRequest pull(Row row) throws SQLException {
        return new PullRequest(
                row.integer("number"),
                row.text("title"),
                row.text("body"),
                row.text("author"),
                row.sha("head"),
                row.text("head_ref"),
                row.optionalText("head_owner"),
                row.text("base_ref"),
                row.flag("draft"),
                new HashSet<>(Json.readStrings(row.text("labels"))),
                Json.readStrings(row.text("assignees")),
                row.word(Mergeability.class, "mergeable"),
                row.integer("priority"),
                row.word(RollupMode.class, "rollup_mode"),
                approval(row),
                delegation(row),
                tryRequest(row),
                row.flag("squash"),
                row.word(Verdict.class, "verdict"),
                row.text("verdict_reason"),
                row.optionalText("note"),
                row.optionalNumber("status_comment"),
                row.flag("pending_announcement"),
                new HashSet<>(Json.readStrings(row.text("handled_comments"))),
                row.flag("yielded"),
                row.time("updated_at"),
                row.time("confirmed_at"),
                row.time("head_since"));
    }

    private static Optional<Approval> approval(Row row) throws SQLException {
        if (row.optionalText("approved_head").isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Approval(
                row.text("approver"),
                row.text("given_by"),
                row.flag("delegate"),
                row.sha("approved_head"),
                row.time("given_at"),
                row.text("approved_in")));
    }

    private static Optional<Delegation> delegation(Row row) throws SQLException {
        Optional<String> to = row.optionalText("delegated_to");
        if (to.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Delegation(to.get(), row.word(Delegation.Level.class, "delegated_level")));
    }

    private static Optional<TryRequest> tryRequest(Row row) throws SQLException {
        Optional<String> by = row.optionalText("try_by");
        if (by.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new TryRequest(
                by.get(),
                row.optionalText("try_parent").map(AbbreviatedSha::new),
                Json.readStrings(row.text("try_jobs")),
                row.time("try_at")));
    }

    /** @param ids a query for the ids of the attempts, with its parameters; they come newest first */
    static List<Attempt> attempts(Sql sql, String label, String ids, Object... values) throws SQLException {
        Object[] all = new Object[values.length + 1];
        all[0] = label;
        System.arraycopy(values, 0, all, 1, values.length);
        Map<Long, List<AttemptMember>> members = new HashMap<>();
        Map<Long, Map<String, BuilderResult>> builders = new HashMap<>();
        sql.query(
                row -> members.computeIfAbsent(row.number("attempt"), id -> new ArrayList<>())
                        .add(new AttemptMember(row.integer("number"), row.sha("head"), row.text("approver"))),
                "SELECT * FROM attempt_pull WHERE label = ? AND attempt IN (" + ids + ") ORDER BY attempt, position",
                all);
        sql.query(
                row -> builders.computeIfAbsent(row.number("attempt"), id -> new LinkedHashMap<>())
                        .put(row.text("builder"), builder(row)),
                "SELECT * FROM builder_result WHERE label = ? AND attempt IN (" + ids + ") ORDER BY attempt, position",
                all);
        return sql.query(
                row -> attempt(row, members, builders),
                "SELECT * FROM attempt WHERE label = ? AND id IN (" + ids + ") ORDER BY id DESC",
                all);
    }

    private static BuilderResult builder(Row row) throws SQLException {
        return new BuilderResult(
                row.text("builder"),
                row.word(BuilderState.class, "state"),
                row.optionalText("url"),
                row.text("description"),
                row.time("told_at"),
                row.text("details"),
                row.integer("restarts"));
    }

    private static Attempt attempt(
            Row row, Map<Long, List<AttemptMember>> members, Map<Long, Map<String, BuilderResult>> builders)
            throws SQLException {
        long id = row.number("id");
        return new Attempt(
                id,
                row.word(Attempt.Kind.class, "kind"),
                row.word(Attempt.Phase.class, "phase"),
                row.text("base_ref"),
                row.text("ci_branch"),
                members.getOrDefault(id, List.of()),
                tryRequest(row),
                row.optionalSha("base_sha"),
                row.optionalSha("merge_sha"),
                row.optionalText("tree"),
                builders.getOrDefault(id, Map.of()),
                row.time("created_at"),
                row.optionalTime("started_at"),
                row.optionalTime("deadline"),
                row.optionalTime("ended_at"),
                row.text("reason"),
                Set.copyOf(Json.readStrings(row.text("setup"))));
    }

    static InboxRow delivery(Row row) throws SQLException {
        return new InboxRow(
                row.number("id"),
                new Delivery(
                        row.text("delivery_id"),
                        row.text("source"),
                        row.text("type"),
                        row.text("label"),
                        row.text("body"),
                        row.time("received_at")));
    }

    static List<HistoryEntry> history(Sql sql, String label, Optional<Integer> number, int limit) throws SQLException {
        return number.isPresent()
                ? sql.query(
                        StateReader::history,
                        "SELECT * FROM history WHERE label = ? AND number = ? ORDER BY id DESC LIMIT ?",
                        label,
                        number,
                        limit)
                : sql.query(
                        StateReader::history,
                        "SELECT * FROM history WHERE label = ? ORDER BY id DESC LIMIT ?",
                        label,
                        limit);
    }

    static List<HistoryEntry> history(Sql sql, String label, String what, Instant since, int limit)
            throws SQLException {
        return sql.query(
                StateReader::history,
                "SELECT * FROM history WHERE label = ? AND what = ? AND at >= ? ORDER BY id DESC LIMIT ?",
                label,
                what,
                since,
                limit);
    }

    private static HistoryEntry history(Row row) throws SQLException {
        return new HistoryEntry(
                row.optionalInteger("number"),
                row.text("what"),
                row.optionalText("actor"),
                row.text("text"),
                row.time("at"));
    }
}
