package io.jenkins.plugins.homu.core;

import io.jenkins.plugins.homu.core.command.Command;
import io.jenkins.plugins.homu.core.command.CommandHelp;
import io.jenkins.plugins.homu.core.event.Event.CommentAdded;
import io.jenkins.plugins.homu.core.message.Messages;
import io.jenkins.plugins.homu.core.model.AbbreviatedSha;
import io.jenkins.plugins.homu.core.model.Approval;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.Delegation;
import io.jenkins.plugins.homu.core.model.Mergeability;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.model.Rollups.Rollup;
import io.jenkins.plugins.homu.core.model.TreeState;
import io.jenkins.plugins.homu.core.model.TryRequest;
import io.jenkins.plugins.homu.core.model.Verdict;
import io.jenkins.plugins.homu.core.policy.StartGate;
import io.jenkins.plugins.homu.core.queue.QueueView;
import io.jenkins.plugins.homu.core.queue.Startable;
import io.jenkins.plugins.homu.core.settings.LabelEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Carries out one command of somebody who may give it. Long, because there are many: one method for each. */
final class Commander implements Command.Visitor<Void> {
    private static final Duration LONGEST_DELIVERY = Duration.ofDays(4);

    private final Turn turn;
    private final Attempts attempts;
    private final RollupRules rollups;
    private final CommentAdded comment;
    private final PullRequest pull;
    private final int number;
    private final List<String> replies = new ArrayList<>();
    private boolean silent;

    Commander(Turn turn, Attempts attempts, RollupRules rollups, CommentAdded comment, PullRequest pull) {
        this.rollups = rollups;
        this.turn = turn;
        this.attempts = attempts;
        this.comment = comment;
        this.pull = pull;
        this.number = pull.number();
    }

    void carryOut(Command command) {
        command.accept(this);
    }

    List<String> replies() {
        return replies;
    }

    /** Whether the command was obeyed without a word of its own, so that the one who gave it wants a sign. */
    boolean wasSilent() {
        return silent;
    }

    // ---- approval ----------------------------------------------------------------------------------------------

    @Override
    public Void approve(Command.Approve command) {
        Optional<String> blocked = StartGate.reasonAgainst(pull, turn.settings);
        CommitSha head = pull.head();
        if (blocked.isPresent()) {
            return reply(Messages.stillInProgress(blocked.get()));
        }
        Optional<String> broken = turn.rollups().rollup(number).flatMap(Rollup::broken);
        if (broken.isPresent()) {
            return reply(Messages.rollupBroken(broken.get(), false));
        }
        if (command.sha() != null && !head.startsWith(command.sha())) {
            return reply(Messages.notAValidSha(command.sha(), head));
        }
        if (command.sha() == null) {
            if (comment.reviewed().isPresent() && !comment.reviewed().get().equals(head)) {
                return reply(Messages.reviewOfAnotherCommit(comment.reviewed().get(), head));
            }
            if (comment.reviewed().isEmpty() && isHeadUncertain()) {
                return reply(Messages.headWasUncertain(head));
            }
        }
        Optional<Attempt> active = turn.activeAttempt(number, false);
        boolean counts = pull.approval().filter(turn.roles()::stands).isPresent();
        if (counts && pull.verdict() == Verdict.NONE && !pull.yielded()) {
            return reply(Messages.alreadyApproved(
                    active.isPresent()
                            ? "It is being tested at present. If CI stays silent, `retry` starts over."
                            : whyNot()));
        }
        if (pull.verdict() == Verdict.SUCCESS) {
            return reply(Messages.alreadyApproved(whyNot()));
        }
        String approver = command.approver() == null ? comment.author() : command.approver();
        // A delegation needs nobody's word beside it, even where GitHub would have given one.
        boolean byDelegate = !turn.settings.isReviewer(comment.author())
                && pull.delegation()
                        .filter(it -> it.isTo(comment.author()) && it.level() == Delegation.Level.REVIEW)
                        .isPresent();
        turn.edit(number, edit -> edit.approval(Optional.of(
                        new Approval(approver, comment.author(), byDelegate, head, turn.now, comment.key())))
                .verdict(Verdict.NONE, "")
                .yielded(false)
                .statusComment(Optional.empty())
                .pendingAnnouncement(true));
        turn.relabel(number, LabelEvent.APPROVED);
        turn.tell(
                number,
                "approved",
                Optional.of(comment.author()),
                "Approved " + head.abbreviated()
                        + (approver.equalsIgnoreCase(comment.author()) ? "" : " in the name of " + approver));
        return null;
    }

    /** Whether the comment may have been written in view of an earlier head. */
    private boolean isHeadUncertain() {
        return comment.late()
                ? !comment.createdAt().isAfter(pull.headSince())
                : comment.createdAt().isBefore(pull.headSince()) && isClockPlausible();
    }

    /**
     * GitHub delivers for three days at most. A webhook that tells of an older comment comes from a server whose clock is
     * off, and its times say nothing about the order of things.
     */
    private boolean isClockPlausible() {
        return comment.createdAt().isAfter(turn.now.minus(LONGEST_DELIVERY));
    }

    @Override
    public Void unapprove(Command.Unapprove command) {
        if (pull.verdict() == Verdict.SUCCESS) {
            return reply(Messages.nothingTo("take back", whyNot()));
        }
        if (!pull.isApproved()) {
            return reply(Messages.nothingToUnapprove());
        }
        boolean stopped = attempts.stop(number, false, "The approval was taken back by " + comment.author());
        turn.edit(number, Pulls::voided);
        turn.relabel(number, LabelEvent.REJECTED);
        turn.tell(number, "unapproved", Optional.of(comment.author()), "Approval taken back");
        rollups.partChanged(number, "its approval was taken back");
        return reply(Messages.unapproved(pull.head(), stopped));
    }

    @Override
    public Void setPriority(Command.SetPriority command) {
        if (command.value() > turn.settings.maxPriority()) {
            return reply(Messages.priorityTooHigh(turn.settings.maxPriority()));
        }
        turn.edit(number, edit -> edit.priority(command.value()));
        turn.tell(number, "priority", Optional.of(comment.author()), "Priority " + command.value());
        return done();
    }

    @Override
    public Void setRollup(Command.SetRollup command) {
        turn.edit(number, edit -> edit.rollup(command.mode()));
        turn.tell(
                number,
                "rollup",
                Optional.of(comment.author()),
                "Rollup " + command.mode().word());
        return done();
    }

    @Override
    public Void delegate(Command.Delegate command) {
        Delegation delegation = new Delegation(command.to() == null ? pull.author() : command.to(), command.level());
        turn.edit(number, edit -> edit.delegation(Optional.of(delegation)));
        turn.tell(number, "delegated", Optional.of(comment.author()), "Delegated to " + delegation.to());
        return reply(Messages.delegated(delegation));
    }

    @Override
    public Void undelegate(Command.Undelegate command) {
        turn.edit(number, edit -> edit.delegation(Optional.empty()));
        turn.tell(number, "delegated", Optional.of(comment.author()), "Delegation taken back");
        return done();
    }

    @Override
    public Void note(Command.Note command) {
        turn.edit(number, edit -> edit.note(Optional.of(command.text()).filter(text -> !text.isBlank())));
        return done();
    }

    // ---- building ----------------------------------------------------------------------------------------------

    @Override
    public Void retry(Command.Retry command) {
        boolean wasApproved = pull.isApproved();
        boolean stopped = attempts.stop(number, false, "Started over by " + comment.author());
        boolean waits = pull.verdict() != Verdict.NONE && pull.verdict() != Verdict.SUCCESS;
        if (wasApproved && (stopped || waits || pull.yielded() || pull.mergeable() == Mergeability.CONFLICTING)) {
            // A conflict would keep it from being tried again.
            Mergeability known = pull.mergeable() == Mergeability.CONFLICTING ? Mergeability.UNKNOWN : pull.mergeable();
            turn.edit(
                    number,
                    edit -> edit.verdict(Verdict.NONE, "").yielded(false).mergeable(known));
            turn.tell(
                    number,
                    "retried",
                    Optional.of(comment.author()),
                    pull.verdictReason().isEmpty() ? "Started over" : "After: " + pull.verdictReason());
            // It waits for the bot again, whatever its failure had it labelled.
            turn.relabel(number, LabelEvent.APPROVED);
            return done();
        }
        Optional<Attempt> tried = turn.lastAttempt(number, true);
        if (!wasApproved && tried.isPresent() && tried.get().phase() != Attempt.Phase.SUCCEEDED) {
            attempts.stop(number, true, "Started over by " + comment.author());
            // One that still waits to be started was asked for later than the last one that was.
            TryRequest request = pull.tryRequest()
                    .or(() -> tried.get().requestAgain())
                    .map(last -> last.repeated(comment.author(), turn.now))
                    .orElse(new TryRequest(comment.author(), Optional.empty(), List.of(), turn.now));
            turn.edit(number, edit -> edit.tryRequest(Optional.of(request)));
            turn.tell(number, "retried", Optional.of(comment.author()), "Try build");
            return done();
        }
        return reply(Messages.nothingTo("retry", whyNot()));
    }

    @Override
    public Void tryBuild(Command.Try command) {
        if (turn.settings.buildersFor(true).isEmpty()) {
            return reply(Messages.noBuilder(true));
        }
        Optional<AbbreviatedSha> parent = Optional.empty();
        if (Command.Try.LAST.equals(command.parent())) {
            parent = turn.lastWithMerge(number, true).flatMap(Attempt::base).map(AbbreviatedSha::of);
            if (parent.isEmpty()) {
                return reply(Messages.noLastTry());
            }
        } else if (command.parent() != null) {
            parent = Optional.of(new AbbreviatedSha(command.parent()));
        }
        attempts.stop(number, true, "A new try build was asked for by " + comment.author());
        TryRequest request = new TryRequest(comment.author(), parent, command.jobs(), turn.now);
        turn.edit(number, edit -> edit.tryRequest(Optional.of(request)));
        turn.tell(
                number,
                "try",
                Optional.of(comment.author()),
                "Try build of " + pull.head().abbreviated());
        return done();
    }

    @Override
    public Void cancelTry(Command.CancelTry command) {
        boolean stopped = attempts.stop(number, true, "Cancelled by " + comment.author());
        boolean asked = pull.tryRequest().isPresent();
        turn.edit(number, edit -> edit.tryRequest(Optional.empty()));
        return reply(
                stopped || asked
                        ? Messages.tryCancelled()
                        : Messages.nothingTo("cancel", "no try build of this pull request is running"));
    }

    @Override
    public Void cancel(Command.Cancel command) {
        if (!attempts.stop(number, false, "Cancelled by " + comment.author())) {
            return reply(Messages.nothingTo("cancel", whyNot()));
        }
        boolean others = turn.pullsOn(pull.baseRef()).stream()
                .anyMatch(other -> other.number() != number && Startable.isWaiting(other, turn.roles(), turn.tree()));
        turn.edit(number, edit -> edit.yielded(true));
        return reply(Messages.yielded(others));
    }

    /** The original stopped Buildbot's builds, so that the queue went on; here the running attempt is stopped. */
    @Override
    public Void force(Command.Force command) {
        Optional<Attempt> running = turn.activeAttempts().stream()
                .filter(attempt -> attempt.kind().movesTheBase()
                        && attempt.baseRef().equals(pull.baseRef())
                        && !attempt.isStopping())
                .findFirst();
        if (running.isEmpty()) {
            return reply(Messages.nothingTo("interrupt", "nothing is being tested for " + pull.baseRef()));
        }
        Attempt attempt = running.get();
        attempts.stop(attempt, "Interrupted by " + comment.author());
        if (!attempt.includes(number)) {
            turn.say(attempt.leader().number(), Messages.interrupted());
            turn.relabel(attempt.leader().number(), LabelEvent.INTERRUPTED);
        }
        return done();
    }

    @Override
    public Void clean(Command.Clean command) {
        attempts.forgetResults(number, "Cleaned by " + comment.author());
        if (attempts.stop(number, false, "Cleaned by " + comment.author())) {
            turn.tell(number, "retried", Optional.of(comment.author()), "Started over with a new merge commit");
        }
        return done();
    }

    @Override
    public Void squash(Command.Squash command) {
        return squash(true);
    }

    @Override
    public Void unsquash(Command.Unsquash command) {
        return squash(false);
    }

    /** A build that runs tests commits which are not those that would be merged then. */
    private Void squash(boolean value) {
        if (!turn.settings.merges().maySquash()) {
            return reply(Messages.squashUnavailable(turn.settings.merges().method()));
        }
        if (pull.verdict() == Verdict.SUCCESS) {
            return reply(Messages.nothingTo("change", whyNot()));
        }
        if (pull.squash() == value) {
            return done();
        }
        String what = value ? "To be merged as one commit" : "To be merged with all its commits";
        attempts.stop(number, false, what + ", as " + comment.author() + " asked for");
        turn.edit(number, edit -> edit.squash(value));
        turn.tell(number, "squash", Optional.of(comment.author()), what);
        return done();
    }

    // ---- the tree ----------------------------------------------------------------------------------------------

    @Override
    public Void treeClosed(Command.TreeClosed command) {
        turn.tree(
                new TreeState(
                        Optional.of(command.below()),
                        Optional.ofNullable(command.reason()),
                        Optional.of(comment.url()).filter(url -> !url.isEmpty()),
                        Optional.of(comment.author())),
                comment.author());
        return done();
    }

    @Override
    public Void treeOpen(Command.TreeOpen command) {
        turn.tree(TreeState.OPEN, comment.author());
        return done();
    }

    // ---- questions ---------------------------------------------------------------------------------------------

    @Override
    public Void info(Command.Info command) {
        QueueView.Row row = QueueView.row(pull, turn.decision().next(), turn.settings, turn.now);
        return reply(Messages.info(pull, row.status(), row.whyNot(), Messages.page(turn.settings, number)));
    }

    @Override
    public Void why(Command.Why command) {
        return reply(Messages.why(whyNot(), Messages.page(turn.settings, number)));
    }

    @Override
    public Void help(Command.Help command) {
        boolean tries = !turn.settings.buildersFor(true).isEmpty();
        return reply(CommandHelp.reply(
                        turn.settings.botName(), tries, turn.settings.merges().maySquash())
                + Hooks.help(turn.settings));
    }

    @Override
    public Void ping(Command.Ping command) {
        return reply(Messages.awake());
    }

    @Override
    public Void hook(Command.Hook command) {
        return Hooks.called(turn, comment, command).map(this::reply).orElseGet(this::done);
    }

    @Override
    public Void invalid(Command.Invalid command) {
        return reply(Messages.notUnderstood(command.message()));
    }

    private String whyNot() {
        return QueueView.whyNot(turn.pull(number).orElse(pull), turn.decision().next(), turn.settings, turn.now);
    }

    private Void reply(String text) {
        replies.add(text);
        return null;
    }

    private Void done() {
        silent = true;
        return null;
    }
}
