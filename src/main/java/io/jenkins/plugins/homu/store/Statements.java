package io.jenkins.plugins.homu.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** The longer statements. Their parameters are in the order of the columns named here. */
final class Statements {
    private static final List<String> REPOSITORY = columns("tree_closed_below, tree_reason, tree_source, tree_by,"
            + " synced_at, next_attempt, next_effect, revision, moved_tips, scratch_tips, waiting_comments, early_reports,"
            + " left_tips, closed_pulls, rollups, rights");

    /** Its last two parameters are the label, and the revision that must be there. */
    static final String SET_REPOSITORY = "UPDATE repository SET "
            + REPOSITORY.stream().map(column -> column + " = ?").collect(Collectors.joining(", "))
            + " WHERE label = ? AND revision = ?";

    static final String ADD_REPOSITORY =
            insert("repository", concat(REPOSITORY, columns("label"))) + " ON CONFLICT (label) DO NOTHING";

    static final String PUT_PULL = put(
            "pull_request",
            "label, number",
            "title, author, head, head_ref, head_owner, base_ref, draft, labels, assignees, mergeable, priority,"
                    + " rollup_mode, delegated_to, delegated_level, try_by, try_parent, try_jobs, try_at, squash, verdict,"
                    + " verdict_reason, note, status_comment, pending_announcement, handled_comments, yielded,"
                    + " updated_at, confirmed_at, head_since, body");

    static final String PUT_APPROVAL =
            put("approval", "label, number", "approver, given_by, delegate, head, given_at, source");

    static final String PUT_ATTEMPT = put(
            "attempt",
            "label, id",
            "in_state, kind, phase, base_ref, ci_branch, base_sha, merge_sha, tree, created_at, started_at, deadline,"
                    + " ended_at, reason, try_by, try_parent, try_jobs, try_at, setup");

    static final String ADD_MEMBER =
            insert("attempt_pull", columns("label, attempt, position, number, head, approver"));

    static final String PUT_BUILDER = put(
            "builder_result",
            "label, attempt, builder",
            "position, state, url, description, told_at, details, restarts");

    static final String ADD_DELIVERY = insert("inbox", columns("source, delivery_id, label, type, received_at"))
            + " ON CONFLICT (source, delivery_id) DO NOTHING RETURNING id";

    static final String BODY_GONE =
            "DELETE FROM inbox_body" + " WHERE inbox = (SELECT id FROM inbox WHERE source = ? AND delivery_id = ?)";

    static final String DELIVERY_DONE =
            "UPDATE inbox SET done_at = ? WHERE source = ? AND delivery_id = ? AND done_at IS NULL";

    static final String PENDING_DELIVERIES = "SELECT i.*, b.body FROM inbox i JOIN inbox_body b ON b.inbox = i.id"
            + " WHERE i.label = ? AND i.done_at IS NULL ORDER BY i.id";

    static final String ADD_EFFECT =
            insert("outbox", columns("label, id, lane, type, payload, tries, next_at, decided_at"));

    static final String ADD_HISTORY = insert("history", columns("label, number, what, actor, text, at"));

    static final String PULLS = "SELECT p.*, a.approver, a.given_by, a.delegate, a.head AS approved_head, a.given_at,"
            + " a.source AS approved_in FROM pull_request p"
            + " LEFT JOIN approval a ON a.label = p.label AND a.number = p.number"
            + " WHERE p.label = ? ORDER BY p.number";

    private Statements() {}

    /** Adds a row, or replaces the one of the same key. */
    private static String put(String table, String key, String others) {
        return insert(table, concat(columns(key), columns(others))) + " ON CONFLICT (" + key + ") DO UPDATE SET "
                + columns(others).stream()
                        .map(column -> column + " = excluded." + column)
                        .collect(Collectors.joining(", "));
    }

    private static String insert(String table, List<String> columns) {
        return "INSERT INTO " + table + " (" + String.join(", ", columns) + ") VALUES ("
                + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")";
    }

    private static List<String> columns(String names) {
        return Arrays.asList(names.split(", *", -1));
    }

    private static List<String> concat(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }
}
