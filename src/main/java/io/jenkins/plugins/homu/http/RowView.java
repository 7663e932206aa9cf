package io.jenkins.plugins.homu.http;

import io.jenkins.plugins.homu.core.model.Approval;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.Delegation;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.model.RollupMode;
import io.jenkins.plugins.homu.core.model.TreeState;
import io.jenkins.plugins.homu.core.queue.QueueView;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One row of the queue's table. Its columns are made when they are asked for: of thousands of rows only some hundreds are
 * shown. A column is null where it has nothing to show.
 *
 * @param order its index in the queue, as it would be without sorting
 */
record RowView(Common common, QueueView.Row row, int order) {
    private static final StatusView CAN_MERGE = new StatusView("success", "Yes");
    private static final StatusView CONFLICTS = new StatusView("failure", "No");
    private static final StatusView NOT_KNOWN = new StatusView("none", "Unknown");

    /** What all rows of a repository have in common. */
    record Common(
            String label,
            String repositoryUrl,
            String queueUrl,
            String resultsUrl,
            TreeState tree,
            Links links,
            Instant now) {
        static Common of(RepositorySettings settings, TreeState tree, Links links, Instant now) {
            String label = settings.label();
            return new Common(
                    label,
                    links.repository(settings.repository()),
                    links.queue(label),
                    links.results(label),
                    tree,
                    links,
                    now);
        }
    }

    private PullRequest pull() {
        return row.pull();
    }

    /** The same for the same pull request on every page. */
    public String key() {
        return common.label() + "/" + number();
    }

    /** Its place among those that will be merged; null: none. */
    public Integer position() {
        return row.position().orElse(null);
    }

    public String label() {
        return common.label();
    }

    public String queueUrl() {
        return common.queueUrl();
    }

    public int number() {
        return pull().number();
    }

    public String title() {
        return pull().title().isBlank() ? "(no title)" : pull().title();
    }

    public String resultsUrl() {
        return common.resultsUrl() + number();
    }

    public String pullUrl() {
        return common.repositoryUrl() + "/pull/" + number();
    }

    public String author() {
        return pull().author();
    }

    public String authorUrl() {
        return common.links().user(pull().author());
    }

    public String head() {
        return pull().headLabel();
    }

    public String headUrl() {
        return common.repositoryUrl() + "/commit/" + pull().head();
    }

    /** The head commit, as people write it. */
    public String headCommit() {
        return pull().head().abbreviated();
    }

    public String base() {
        return pull().baseRef();
    }

    public boolean draft() {
        return pull().draft();
    }

    public String status() {
        return row.status();
    }

    public StatusView badge() {
        return StatusView.ofPull(row.status());
    }

    /** Whether the status is that of a try build, or one is waiting. */
    public boolean trying() {
        return row.isTry();
    }

    public int priority() {
        return pull().priority();
    }

    /** Null for the default. */
    public String rollup() {
        return pull().rollup() == RollupMode.MAYBE ? null : pull().rollup().word();
    }

    public String approvedBy() {
        return pull().approval().map(Approval::approver).orElse(null);
    }

    public String approvedAs() {
        return pull().approval().map(approval -> approval.head().abbreviated()).orElse(null);
    }

    public String delegate() {
        Optional<Delegation> delegation = pull().delegation();
        return delegation
                .map(to -> to.level() == Delegation.Level.TRY ? to.to() + " (try)" : to.to())
                .orElse(null);
    }

    public StatusView mergeable() {
        return switch (pull().mergeable()) {
            case MERGEABLE -> CAN_MERGE;
            case CONFLICTING -> CONFLICTS;
            case UNKNOWN -> NOT_KNOWN;
        };
    }

    public String assignee() {
        return pull().assignees().isEmpty() ? null : String.join(", ", pull().assignees());
    }

    /** Since when it waits: since its approval. */
    public When waiting() {
        return pull().approval()
                .map(approval -> When.of(approval.at(), common.now()))
                .orElse(null);
    }

    public String whyNot() {
        return Queue.plain(row.whyNot());
    }

    /** Whether it is merged as one commit because somebody asked for that. */
    public boolean squash() {
        return pull().squash();
    }

    public String note() {
        return pull().note().orElse(null);
    }

    public List<BuilderView> builders() {
        return row.shown()
                .filter(attempt -> attempt.phase() != Attempt.Phase.CANCELLED)
                .map(attempt -> BuilderView.of(attempt, common.now()))
                .orElse(List.of());
    }

    public boolean hasBuilders() {
        return row.shown()
                .filter(attempt -> attempt.phase() != Attempt.Phase.CANCELLED)
                .filter(attempt -> !attempt.results().isEmpty())
                .isPresent();
    }

    /** Whether the tree is closed for it. */
    public boolean closed() {
        return common.tree().isClosedFor(priority());
    }

    /** Whether the row belongs to one of {@link QueueQuery#FILTERS}. */
    boolean passes(String filter) {
        return switch (filter) {
            case "pending", "approved" -> status().equals(filter);
            case "none" -> status().isEmpty();
            case "failed" -> status().equals("failure") || status().equals("error");
            case "rollup" -> "always".equals(rollup());
            case "try" -> trying();
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
        text.append('#').append(number());
        for (String part : new String[] {
            label(),
            title(),
            author(),
            head(),
            base(),
            badge().text(),
            rollup(),
            approvedBy(),
            delegate(),
            assignee(),
            whyNot(),
            note()
        }) {
            if (part != null) {
                text.append(' ').append(part);
            }
        }
        if (squash()) {
            text.append(" squash");
        }
        if (trying()) {
            text.append(" try");
        }
        for (BuilderView builder : builders()) {
            text.append(' ').append(builder.name()).append(' ').append(builder.text());
        }
        return text.toString().toLowerCase(Locale.ROOT);
    }

    /** What follows the word rollup; null: nothing. */
    public String rollupTail() {
        return "always".equals(rollup()) ? null : rollup();
    }

    /** By priority; of one priority, what is not marked for or against rollups comes last. */
    public long prioritySort() {
        return priority() * 4L - (rollup() == null ? 0 : rollup().equals("always") ? 2 : 1);
    }

    /** The longest waiting last; null: not waiting. */
    public Long waitingSort() {
        return pull().approval()
                .map(approval -> -approval.at().getEpochSecond())
                .orElse(null);
    }

    public int statusSort() {
        return StatusView.rank(status());
    }

    public int mergeableSort() {
        return switch (mergeable().style()) {
            case "success" -> 0;
            case "failure" -> 1;
            default -> 2;
        };
    }
}
