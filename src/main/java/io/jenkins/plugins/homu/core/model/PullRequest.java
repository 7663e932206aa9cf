package io.jenkins.plugins.homu.core.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * An open pull request: what GitHub says of it, and what the queue knows beyond that. Change it through {@link #edit}.
 *
 * @param headOwner owner of the head repository; empty when that repository was deleted
 * @param verdict of the last real attempt on this head; a try build's outcome is on its attempt only
 * @param verdictReason why, in words for people; empty with {@link Verdict#NONE}
 * @param note what a reviewer noted with {@code note=}
 * @param statusComment the bot's comment that tells of the present approval, once GitHub has given it an id
 * @param pendingAnnouncement an approval that was not announced yet, because its start is being prepared
 * @param handledComments keys of the comments whose commands were carried out, so that none is obeyed twice
 * @param yielded stopped by {@code cancel}: others go first
 * @param updatedAt GitHub's time of this state of it, to know a late report by
 * @param confirmedAt our time when GitHub last told us this state of it; EPOCH: its head may be outdated
 * @param headSince GitHub's time from which on head and base are known to have been the present ones: a comment written
 *     earlier may have meant others. EPOCH: they are those that it was opened with; {@link #DOUBTFUL}: not known
 */
public record PullRequest(
        int number,
        String title,
        String body,
        String author,
        CommitSha head,
        String headRef,
        Optional<String> headOwner,
        String baseRef,
        boolean draft,
        Set<String> labels,
        List<String> assignees,
        Mergeability mergeable,
        int priority,
        RollupMode rollup,
        Optional<Approval> approval,
        Optional<Delegation> delegation,
        Optional<TryRequest> tryRequest,
        boolean squash,
        Verdict verdict,
        String verdictReason,
        Optional<String> note,
        Optional<Long> statusComment,
        boolean pendingAnnouncement,
        Set<String> handledComments,
        boolean yielded,
        Instant updatedAt,
        Instant confirmedAt,
        Instant headSince) {

    /** The time of a head of which GitHub's time is not known: no comment is younger. */
    public static final Instant DOUBTFUL = Instant.parse("9999-01-01T00:00:00Z");

    public PullRequest {
        labels = Set.copyOf(labels);
        assignees = List.copyOf(assignees);
        handledComments = Set.copyOf(handledComments);
    }

    /** A pull request that was not known before. */
    public static PullRequest from(PullSnapshot snapshot, Instant now) {
        Edit edit = new Edit();
        edit.number = snapshot.number();
        return edit.seen(snapshot, now).build();
    }

    /** {@code owner:branch}, as GitHub shows it; {@code (deleted):branch} without a head repository. */
    public String headLabel() {
        return headOwner.orElse("(deleted)") + ":" + headRef;
    }

    public Optional<String> assignee() {
        return assignees.stream().findFirst();
    }

    public boolean isApproved() {
        return approval.isPresent();
    }

    /** Whether head and base are known for sure to be GitHub's newest as of {@link #confirmedAt}. */
    public boolean isConfirmed() {
        return confirmedAt.isAfter(Instant.EPOCH);
    }

    /** Whether GitHub ever told us of it. One that was taken over from another bot's database counts for nothing before. */
    public boolean isSeen() {
        return isConfirmed() || updatedAt.isAfter(Instant.EPOCH);
    }

    public Edit edit() {
        return new Edit(this);
    }

    /** A copy under change. Not for keeping. */
    public static final class Edit {
        private int number;
        private String title = "";
        private String body = "";
        private String author = "";
        private CommitSha head;
        private String headRef = "";
        private Optional<String> headOwner = Optional.empty();
        private String baseRef = "";
        private boolean draft;
        private Set<String> labels = Set.of();
        private List<String> assignees = List.of();
        private Mergeability mergeable = Mergeability.UNKNOWN;
        private int priority;
        private RollupMode rollup = RollupMode.MAYBE;
        private Optional<Approval> approval = Optional.empty();
        private Optional<Delegation> delegation = Optional.empty();
        private Optional<TryRequest> tryRequest = Optional.empty();
        private boolean squash;
        private Verdict verdict = Verdict.NONE;
        private String verdictReason = "";
        private Optional<String> note = Optional.empty();
        private Optional<Long> statusComment = Optional.empty();
        private boolean pendingAnnouncement;
        private Set<String> handledComments = Set.of();
        private boolean yielded;
        private Instant updatedAt = Instant.EPOCH;
        private Instant confirmedAt = Instant.EPOCH;
        private Instant headSince = Instant.EPOCH;

        private Edit() {}

        private Edit(PullRequest pull) {
            number = pull.number;
            title = pull.title;
            body = pull.body;
            author = pull.author;
            head = pull.head;
            headRef = pull.headRef;
            headOwner = pull.headOwner;
            baseRef = pull.baseRef;
            draft = pull.draft;
            labels = pull.labels;
            assignees = pull.assignees;
            mergeable = pull.mergeable;
            priority = pull.priority;
            rollup = pull.rollup;
            approval = pull.approval;
            delegation = pull.delegation;
            tryRequest = pull.tryRequest;
            squash = pull.squash;
            verdict = pull.verdict;
            verdictReason = pull.verdictReason;
            note = pull.note;
            statusComment = pull.statusComment;
            pendingAnnouncement = pull.pendingAnnouncement;
            handledComments = pull.handledComments;
            yielded = pull.yielded;
            updatedAt = pull.updatedAt;
            confirmedAt = pull.confirmedAt;
            headSince = pull.headSince;
        }

        /** Takes over everything GitHub says, and nothing else. */
        public Edit seen(PullSnapshot snapshot, Instant now) {
            boolean isAnother =
                    !snapshot.head().equals(head) || !snapshot.baseRef().equals(baseRef);
            if (isAnother || snapshot.updatedAt().isBefore(headSince)) {
                headSince = snapshot.updatedAt();
            }
            title = snapshot.title();
            body = snapshot.body();
            author = snapshot.author();
            head = snapshot.head();
            headRef = snapshot.headRef();
            headOwner = snapshot.headOwner();
            baseRef = snapshot.baseRef();
            draft = snapshot.draft();
            labels = snapshot.labels();
            assignees = snapshot.assignees();
            if (snapshot.mergeable() != Mergeability.UNKNOWN) {
                mergeable = snapshot.mergeable();
            }
            updatedAt = snapshot.updatedAt();
            confirmedAt = now;
            return this;
        }

        public Edit head(CommitSha value) {
            head = value;
            return this;
        }

        public Edit headSince(Instant value) {
            headSince = value;
            return this;
        }

        public Edit confirmedAt(Instant value) {
            confirmedAt = value;
            return this;
        }

        public Edit labels(Set<String> value) {
            labels = value;
            return this;
        }

        public Edit mergeable(Mergeability value) {
            mergeable = value;
            return this;
        }

        public Edit priority(int value) {
            priority = value;
            return this;
        }

        public Edit rollup(RollupMode value) {
            rollup = value;
            return this;
        }

        public Edit approval(Optional<Approval> value) {
            approval = value;
            return this;
        }

        public Edit delegation(Optional<Delegation> value) {
            delegation = value;
            return this;
        }

        public Edit tryRequest(Optional<TryRequest> value) {
            tryRequest = value;
            return this;
        }

        public Edit squash(boolean value) {
            squash = value;
            return this;
        }

        /** @param reason in words for people; empty with {@link Verdict#NONE} */
        public Edit verdict(Verdict value, String reason) {
            verdict = value;
            verdictReason = reason;
            return this;
        }

        public Edit note(Optional<String> value) {
            note = value;
            return this;
        }

        public Edit statusComment(Optional<Long> value) {
            statusComment = value;
            return this;
        }

        public Edit pendingAnnouncement(boolean value) {
            pendingAnnouncement = value;
            return this;
        }

        public Edit handled(String commentKey) {
            Set<String> next = new TreeSet<>(handledComments);
            next.add(commentKey);
            handledComments = next;
            return this;
        }

        public Edit yielded(boolean value) {
            yielded = value;
            return this;
        }

        /** For the store only: everything at once. */
        public Edit handledComments(Set<String> value) {
            handledComments = value;
            return this;
        }

        public PullRequest build() {
            return new PullRequest(
                    number,
                    title,
                    body,
                    author,
                    head,
                    headRef,
                    headOwner,
                    baseRef,
                    draft,
                    labels,
                    assignees,
                    mergeable,
                    priority,
                    rollup,
                    approval,
                    delegation,
                    tryRequest,
                    squash,
                    verdict,
                    verdictReason,
                    note,
                    statusComment,
                    pendingAnnouncement,
                    handledComments,
                    yielded,
                    updatedAt,
                    confirmedAt,
                    headSince);
        }
    }
}
