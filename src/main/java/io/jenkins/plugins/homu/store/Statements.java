package io.jenkins.plugins.homu.store;

/** The longer statements. "Put" is: add, or replace what is there. Parameters are in the order of the columns. */
final class Statements {
    private Statements() {}

    /** Ends with the label and the revision that must be there. */
    static final String SET_REPOSITORY =
            """
            UPDATE repository SET tree_closed_below = ?, tree_reason = ?, tree_source = ?, tree_by = ?,
            synced_at = ?, next_attempt = ?, next_effect = ?, revision = ?, moved_tips = ?, scratch_tips =
            ?, waiting_comments = ? WHERE label = ? AND revision = ?""";

    static final String ADD_REPOSITORY =
            """
            INSERT INTO repository (tree_closed_below, tree_reason, tree_source, tree_by, synced_at,
            next_attempt, next_effect, revision, moved_tips, scratch_tips, waiting_comments, label) VALUES
            (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (label) DO NOTHING""";

    static final String PUT_PULL =
            """
            INSERT INTO pull_request (label, number, title, author, head, head_ref, head_owner, base_ref,
            draft, labels, assignees, mergeable, priority, rollup_mode, delegated_to, delegated_level,
            try_by, try_parent, try_jobs, try_at, squash, verdict, verdict_reason, note, status_comment,
            pending_announcement, handled_comments, confirmed_at, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?,
            ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (label, number) DO
            UPDATE SET title = excluded.title, author = excluded.author, head = excluded.head, head_ref =
            excluded.head_ref, head_owner = excluded.head_owner, base_ref = excluded.base_ref, draft =
            excluded.draft, labels = excluded.labels, assignees = excluded.assignees, mergeable =
            excluded.mergeable, priority = excluded.priority, rollup_mode = excluded.rollup_mode,
            delegated_to = excluded.delegated_to, delegated_level = excluded.delegated_level, try_by =
            excluded.try_by, try_parent = excluded.try_parent, try_jobs = excluded.try_jobs, try_at =
            excluded.try_at, squash = excluded.squash, verdict = excluded.verdict, verdict_reason =
            excluded.verdict_reason, note = excluded.note, status_comment = excluded.status_comment,
            pending_announcement = excluded.pending_announcement, handled_comments =
            excluded.handled_comments, confirmed_at = excluded.confirmed_at, body = excluded.body""";

    static final String PUT_APPROVAL =
            """
            INSERT INTO approval (label, number, approver, given_by, head, given_at, source) VALUES (?, ?,
            ?, ?, ?, ?, ?) ON CONFLICT (label, number) DO UPDATE SET approver = excluded.approver, given_by
            = excluded.given_by, head = excluded.head, given_at = excluded.given_at, source =
            excluded.source""";

    static final String PUT_ATTEMPT =
            """
            INSERT INTO attempt (label, id, in_state, kind, phase, base_ref, ci_branch, base_sha, merge_sha,
            tree, created_at, started_at, deadline, ended_at, reason) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
            ?, ?, ?, ?, ?) ON CONFLICT (label, id) DO UPDATE SET in_state = excluded.in_state, kind =
            excluded.kind, phase = excluded.phase, base_ref = excluded.base_ref, ci_branch =
            excluded.ci_branch, base_sha = excluded.base_sha, merge_sha = excluded.merge_sha, tree =
            excluded.tree, created_at = excluded.created_at, started_at = excluded.started_at, deadline =
            excluded.deadline, ended_at = excluded.ended_at, reason = excluded.reason""";

    static final String PUT_MEMBER =
            """
            INSERT INTO attempt_pull (label, attempt, position, number, head, approver) VALUES (?, ?, ?, ?,
            ?, ?)""";

    static final String PUT_BUILDER =
            """
            INSERT INTO builder_result (label, attempt, builder, position, state, url, description, told_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (label, attempt, builder) DO UPDATE SET position =
            excluded.position, state = excluded.state, url = excluded.url, description =
            excluded.description, told_at = excluded.told_at""";

    static final String ADD_DELIVERY =
            """
            INSERT INTO inbox (source, delivery_id, label, type, received_at, body) VALUES (?, ?, ?, ?, ?,
            ?) ON CONFLICT (source, delivery_id) DO NOTHING""";

    static final String DELIVERY_DONE =
            """
            UPDATE inbox SET done_at = ?, body = '' WHERE source = ? AND delivery_id = ? AND done_at IS NULL""";

    static final String ADD_EFFECT =
            """
            INSERT INTO outbox (label, id, lane, type, payload, tries, next_at, decided_at) VALUES (?, ?, ?,
            ?, ?, ?, ?, ?)""";

    static final String ADD_HISTORY =
            """
            INSERT INTO history (label, number, what, actor, text, at) VALUES (?, ?, ?, ?, ?, ?)""";

    static final String PULLS =
            """
            SELECT p.*, a.approver, a.given_by, a.head AS approved_head, a.given_at, a.source AS approved_in
            FROM pull_request p LEFT JOIN approval a ON a.label = p.label AND a.number = p.number WHERE
            p.label = ? ORDER BY p.number""";
}
