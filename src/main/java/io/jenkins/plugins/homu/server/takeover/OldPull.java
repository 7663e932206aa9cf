package io.jenkins.plugins.homu.server.takeover;

import io.jenkins.plugins.homu.core.model.Approval;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.Delegation;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.core.model.Mergeability;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.model.PullSnapshot;
import io.jenkins.plugins.homu.core.model.RollupMode;
import io.jenkins.plugins.homu.core.model.TryRequest;
import io.jenkins.plugins.homu.core.model.Verdict;
import io.jenkins.plugins.homu.core.settings.Names;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes one row of the table {@code pull} into a pull request of ours. What GitHub says of it is the old bot's word until
 * the first comparison; until then nothing is begun with it, see {@link PullRequest#isSeen}. A head that is not GitHub's
 * any more voids the approval then, by the rule for pushes.
 */
final class OldPull {
    /** Where an approval was given that no comment is known of. */
    static final String SOURCE = "import";

    private static final int LONGEST_TITLE = 1_000;
    private static final int HIGHEST_NUMBER = 999_999_999;
    private static final Set<String> STATUSES = Set.of("", "pending", "success", "failure", "error", "approved");

    private final Cells row;
    private final RepositorySettings settings;
    private final OriginalDatabase.Kind kind;
    private final Instant now;
    private final List<String> notes = new ArrayList<>();

    OldPull(Cells row, RepositorySettings settings, OriginalDatabase.Kind kind, Instant now) {
        this.row = row;
        this.settings = settings;
        this.kind = kind;
        this.now = now;
    }

    /** The number of a row's pull request; empty when it can't be one. */
    static Optional<Integer> number(Cells row) {
        return row.integer("num").filter(number -> number >= 1 && number <= HIGHEST_NUMBER);
    }

    /** What has to be told of it, without its number. */
    List<String> notes() {
        return notes;
    }

    /** @param failed builders that failed @param mergeable what the old bot knew; empty: nothing */
    Optional<PullRequest> read(List<String> failed, Optional<Boolean> mergeable) {
        Optional<CommitSha> head = sha("head_sha");
        if (head.isEmpty()) {
            notes.add("left out: its head "
                    + row.text("head_sha").map(LogLine::quote).orElse("is not there, or")
                    + " is no commit. The first comparison with GitHub finds it; what people had said of it has to be"
                    + " said again");
            return Optional.empty();
        }
        String headRef = row.text("head_ref").orElse("");
        int colon = headRef.indexOf(':');
        PullRequest.Edit edit = PullRequest.from(
                        new PullSnapshot(
                                number(row).orElseThrow(),
                                cut(row.text("title").orElse("")),
                                row.text("body").orElse(""),
                                "",
                                head.get(),
                                headRef.substring(colon + 1),
                                colon > 0 ? Optional.of(headRef.substring(0, colon)) : Optional.empty(),
                                row.text("base_ref").orElse(""),
                                false,
                                Set.of(),
                                row.text("assignee").filter(Names::isLogin).stream()
                                        .toList(),
                                mergeable
                                        .map(can -> can ? Mergeability.MERGEABLE : Mergeability.CONFLICTING)
                                        .orElse(Mergeability.UNKNOWN),
                                true,
                                false,
                                Optional.empty(),
                                Instant.EPOCH),
                        Instant.EPOCH)
                .edit()
                .headSince(PullRequest.DOUBTFUL)
                .priority(priority())
                .rollup(rollup())
                .squash(row.isTrue("squash"))
                .delegation(delegation());
        if (row.isTrue("squash")) {
            notes.add(
                    settings.merges().maySquash()
                            ? "is marked with squash, which did nothing there: here it is merged as one commit, unless"
                                    + " somebody says squash-"
                            : "is marked with squash, which is kept and means nothing with this merge_method");
        }
        Optional<Approval> approval = approval(head.get());
        edit.approval(approval);
        status(edit, approval.isPresent(), failed, mergeable);
        return Optional.of(edit.build());
    }

    private static String cut(String title) {
        return title.length() > LONGEST_TITLE ? title.substring(0, LONGEST_TITLE) : title;
    }

    private Optional<CommitSha> sha(String column) {
        try {
            return row.text(column).map(CommitSha::new).filter(sha -> !sha.isZero());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private int priority() {
        if (row.isOdd("priority")) {
            notes.add("its priority is no number; it has priority 0 now");
        }
        int priority = row.integer("priority").orElse(0);
        if (priority > settings.maxPriority()) {
            notes.add("its priority " + priority + " is higher than max_priority (" + settings.maxPriority()
                    + ") allows; it is kept until somebody sets another");
        }
        return priority;
    }

    private RollupMode rollup() {
        if (kind == OriginalDatabase.Kind.ORIGINAL && !row.isOdd("rollup")) {
            // Not a number there, but a flag.
            return row.isTrue("rollup") ? RollupMode.ALWAYS : RollupMode.MAYBE;
        }
        Optional<RollupMode> mode = row.integer("rollup").flatMap(RollupMode::ofNumber);
        if (mode.isEmpty() && row.values().get("rollup") != null) {
            notes.add("its rollup is none of 1, 0, -1, -2; it is maybe now");
        }
        return mode.orElse(RollupMode.MAYBE);
    }

    private Optional<Delegation> delegation() {
        Optional<String> to = row.text("delegate").map(OldPull::bare);
        if (to.isPresent() && !Names.isLogin(to.get())) {
            notes.add("its delegate " + LogLine.quote(to.get()) + " can't be a login on GitHub, and is left out");
            return Optional.empty();
        }
        return to.map(login -> new Delegation(login, Delegation.Level.REVIEW));
    }

    private static String bare(String login) {
        String stripped = login.strip();
        return stripped.startsWith("@") ? stripped.substring(1) : stripped;
    }

    /**
     * The database has the name that the approval was given in, and not who gave it. Reviewers and the delegate count as
     * having given their own; that of anybody else can't be told from one that was made up.
     */
    private Optional<Approval> approval(CommitSha head) {
        Optional<String> by = row.text("approved_by").filter(text -> !text.isBlank());
        if (by.isEmpty()) {
            return Optional.empty();
        }
        List<String> names = Arrays.stream(by.get().split("[,\\s]+"))
                .map(OldPull::bare)
                .filter(name -> !name.isEmpty())
                .toList();
        if (names.isEmpty() || !names.stream().allMatch(Names::isLogin)) {
            notes.add("approved by " + LogLine.quote(by.get())
                    + ", which can't be a login on GitHub: the approval is left out, approve it again");
            return Optional.empty();
        }
        if (row.text("base_ref").isEmpty()) {
            notes.add("approved by " + String.join(",", names)
                    + ", but its base is not known: the approval is left out, approve it again");
            return Optional.empty();
        }
        Optional<String> reviewer = names.stream().filter(settings::isReviewer).findFirst();
        boolean byDelegate = reviewer.isEmpty()
                && delegate()
                        .filter(it -> names.stream().anyMatch(it::equalsIgnoreCase))
                        .isPresent();
        if (reviewer.isEmpty() && !byDelegate) {
            notes.add("approved by " + String.join(",", names)
                    + ", who is not among reviewers: the approval is kept, but does not count unless " + names.get(0)
                    + " is added to reviewers; or a reviewer approves it again");
        }
        return Optional.of(
                new Approval(String.join(",", names), reviewer.orElse(names.get(0)), byDelegate, head, now, SOURCE));
    }

    private Optional<String> delegate() {
        return row.text("delegate").map(OldPull::bare).filter(Names::isLogin);
    }

    /** With {@code try_}, the status is that of the try build, which says nothing of a merge. */
    private void status(PullRequest.Edit edit, boolean approved, List<String> failed, Optional<Boolean> mergeable) {
        String status = row.text("status").orElse("").toLowerCase(Locale.ROOT);
        boolean isTry = row.isTrue("try_");
        if (!STATUSES.contains(status)) {
            notes.add("its status " + LogLine.quote(status) + " is not known; it is as if it had not been tested");
            return;
        }
        if (isTry) {
            if (status.isEmpty() || status.equals("pending")) {
                edit.tryRequest(Optional.of(new TryRequest("", Optional.empty(), List.of(), now)));
                notes.add(
                        status.isEmpty()
                                ? "a try build was asked for, and is started after the first comparison"
                                : "a try build was running, and is started again after the first comparison");
            }
            return;
        }
        switch (status) {
            case "pending" -> {
                if (approved) {
                    notes.add("was being tested, and is tested again");
                }
            }
            case "success" -> {
                if (approved) {
                    notes.add("was merged or about to be: if GitHub has it open still, it is tested again");
                }
            }
            case "failure" ->
                edit.verdict(
                        Verdict.FAILURE,
                        failed.isEmpty()
                                ? "Its test failed before this bot took over"
                                : "Failed before this bot took over: " + String.join(", ", failed));
            case "error" -> {
                // The words of our own for a conflict, so that it is tested again once the base has changed.
                boolean conflict = mergeable.equals(Optional.of(false));
                edit.verdict(
                        Verdict.ERROR,
                        conflict ? "Merge conflict" : "It could not be merged before this bot took over");
            }
            default -> {
                // Not tested yet.
            }
        }
    }

    /** What was taken over, as one line of history. */
    static String summary(PullRequest pull) {
        List<String> parts = new ArrayList<>();
        pull.approval()
                .ifPresent(approval -> parts.add("approved by " + approval.approver() + " for "
                        + approval.head().abbreviated()));
        if (pull.priority() != 0) {
            parts.add("priority " + pull.priority());
        }
        if (pull.rollup() != RollupMode.MAYBE) {
            parts.add("rollup " + pull.rollup().word());
        }
        pull.delegation().ifPresent(delegation -> parts.add("delegated to " + delegation.to()));
        if (pull.tryRequest().isPresent()) {
            parts.add("to be tried");
        }
        if (pull.verdict() != Verdict.NONE) {
            parts.add(pull.verdictReason());
        }
        return "Taken over" + (parts.isEmpty() ? "" : parts.stream().collect(Collectors.joining(", ", ": ", "")));
    }
}
