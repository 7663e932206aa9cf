package io.jenkins.plugins.homu.http;

import io.jenkins.plugins.homu.core.model.Approval;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.Delegation;
import io.jenkins.plugins.homu.core.model.Mergeability;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.core.model.RollupMode;
import io.jenkins.plugins.homu.core.model.TreeState;
import io.jenkins.plugins.homu.core.queue.QueueView;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * One row of the queue's table. A component is null where its column has nothing to show.
 *
 * @param key the same for the same pull request on every page
 * @param order its index in the queue, as it would be without sorting
 * @param position its place among those that will be merged; null: none
 * @param trying whether the status is that of a try build, or one is waiting
 * @param rollup null for the default
 * @param closed whether the tree is closed for it
 */
record RowView(
        String key,
        int order,
        Integer position,
        String label,
        String queueUrl,
        int number,
        String title,
        String resultsUrl,
        String pullUrl,
        String author,
        String authorUrl,
        String head,
        String headUrl,
        String base,
        boolean draft,
        String status,
        StatusView badge,
        boolean trying,
        int priority,
        String rollup,
        String approvedBy,
        String approvedAs,
        String delegate,
        StatusView mergeable,
        String assignee,
        When waiting,
        String whyNot,
        String note,
        List<BuilderView> builders,
        boolean closed) {

    /** @param order its index among all rows */
    static RowView of(
            RepositorySettings settings, TreeState tree, QueueView.Row row, int order, Links links, Instant now) {
        PullRequest pull = row.pull();
        RepositoryId repository = settings.repository();
        String label = settings.label();
        return new RowView(
                label + "/" + pull.number(),
                order,
                row.position().orElse(null),
                label,
                links.queue(label),
                pull.number(),
                pull.title().isBlank() ? "(no title)" : pull.title(),
                links.results(label, pull.number()),
                links.pull(repository, pull.number()),
                pull.author(),
                links.user(pull.author()),
                pull.headLabel(),
                links.commit(repository, pull.head()),
                pull.baseRef(),
                pull.draft(),
                row.status(),
                StatusView.ofPull(row.status()),
                row.isTry(),
                pull.priority(),
                pull.rollup() == RollupMode.MAYBE ? null : pull.rollup().word(),
                pull.approval().map(Approval::approver).orElse(null),
                pull.approval().map(approval -> approval.head().abbreviated()).orElse(null),
                pull.delegation().map(RowView::delegate).orElse(null),
                mergeable(pull.mergeable()),
                pull.assignees().isEmpty() ? null : String.join(", ", pull.assignees()),
                pull.approval().map(approval -> When.of(approval.at(), now)).orElse(null),
                Queue.plain(row.whyNot()),
                pull.note().orElse(null),
                row.shown()
                        .filter(attempt -> attempt.phase() != Attempt.Phase.CANCELLED)
                        .map(attempt -> BuilderView.of(attempt, now))
                        .orElse(List.of()),
                tree.isClosedFor(pull.priority()));
    }

    private static String delegate(Delegation delegation) {
        return delegation.level() == Delegation.Level.TRY ? delegation.to() + " (try)" : delegation.to();
    }

    private static StatusView mergeable(Mergeability mergeable) {
        return switch (mergeable) {
            case MERGEABLE -> new StatusView("success", "Yes");
            case CONFLICTING -> new StatusView("failure", "No");
            case UNKNOWN -> new StatusView("none", "Unknown");
        };
    }

    /** Whether the row belongs to one of {@link QueueQuery#FILTERS}. */
    boolean passes(String filter) {
        return switch (filter) {
            case "pending", "approved" -> status.equals(filter);
            case "none" -> status.isEmpty();
            case "failed" -> status.equals("failure") || status.equals("error");
            case "rollup" -> "always".equals(rollup);
            case "try" -> trying;
            default -> true;
        };
    }

    /** The filters that the row passes, with a space between, for the script. */
    public String groups() {
        StringBuilder groups = new StringBuilder("all");
        for (String filter : QueueQuery.FILTERS) {
            if (!filter.equals("all") && passes(filter)) {
                groups.append(' ').append(filter);
            }
        }
        return groups.toString();
    }

    /** What the search looks through, in lower case. */
    String searchable() {
        StringBuilder text = new StringBuilder(200);
        text.append('#').append(number);
        for (String part : new String[] {
            label, title, author, head, base, badge.text(), rollup, approvedBy, delegate, assignee, whyNot, note
        }) {
            if (part != null) {
                text.append(' ').append(part);
            }
        }
        if (trying) {
            text.append(" try");
        }
        for (BuilderView builder : builders) {
            text.append(' ').append(builder.name()).append(' ').append(builder.text());
        }
        return text.toString().toLowerCase(Locale.ROOT);
    }

    public boolean hasBuilders() {
        return !builders.isEmpty();
    }

    /** What follows the word rollup; null: nothing. */
    public String rollupTail() {
        return "always".equals(rollup) ? null : rollup;
    }

    /** By priority; of one priority, what is not marked for or against rollups comes last. */
    public long prioritySort() {
        return priority * 4L - (rollup == null ? 0 : rollup.equals("always") ? 2 : 1);
    }

    /** The longest waiting last; null: not waiting. */
    public Long waitingSort() {
        return waiting == null ? null : -waiting.epoch();
    }

    public int statusSort() {
        return StatusView.rank(status);
    }

    public int mergeableSort() {
        return switch (mergeable.style()) {
            case "success" -> 0;
            case "failure" -> 1;
            default -> 2;
        };
    }
}
