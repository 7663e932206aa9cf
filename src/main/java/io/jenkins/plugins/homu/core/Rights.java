package io.jenkins.plugins.homu.core;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.event.Event.PermissionRead;
import io.jenkins.plugins.homu.core.message.OutsideMessages;
import io.jenkins.plugins.homu.core.model.Approval;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.Attempt.Phase;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.GitHubRights;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.model.Verdict;
import io.jenkins.plugins.homu.core.policy.Roles;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Rights that rest on GitHub's word: asks for it, remembers it, and sees to it that no base is moved by an old one. */
final class Rights {
    /** So many people's rights are remembered, and those of everybody who approved something that is open. */
    private static final int MOST_KNOWN = 500;

    /** No question takes longer: its answer got lost by a fault. */
    private static final Duration LONGEST_QUESTION = Duration.ofHours(1);

    private final Turn turn;

    Rights(Turn turn) {
        this.turn = turn;
    }

    /** Asks, unless an answer is on its way. */
    void ask(String login) {
        GitHubRights known = turn.roles().of(login);
        boolean isAwaited = known.askedAt()
                .filter(at -> at.plus(LONGEST_QUESTION).isAfter(turn.now))
                .isPresent();
        if (!isAwaited) {
            turn.rights(Roles.key(login), Optional.of(known.asked(turn.now)));
            turn.effect(id -> new Effect.ReadPermission(id, login));
        }
    }

    void read(PermissionRead event) {
        GitHubRights before = turn.roles().of(event.login());
        boolean isNothing = event.level().isEmpty() && event.teams().isEmpty();
        GitHubRights next = event.trouble().isPresent() && isNothing
                ? before.unanswered(event.trouble().get(), turn.now)
                : before.answered(event.level(), event.teams(), event.at());
        turn.rights(
                Roles.key(event.login()),
                Optional.of(
                        event.trouble().isPresent() && !isNothing
                                ? next.unanswered(event.trouble().get(), turn.now)
                                : next));
        forgetTheOldest(Roles.key(event.login()));
    }

    private void forgetTheOldest(String newest) {
        Map<String, GitHubRights> all = turn.roles().known();
        if (all.size() <= MOST_KNOWN) {
            return;
        }
        Set<String> approvers = turn.pulls().stream()
                .flatMap(pull -> pull.approval().stream())
                .map(approval -> Roles.key(approval.givenBy()))
                .collect(Collectors.toSet());
        all.entrySet().stream()
                .filter(entry -> entry.getValue().askedAt().isEmpty()
                        && !approvers.contains(entry.getKey())
                        && !entry.getKey().equals(newest))
                .min(Comparator.comparing(entry -> entry.getValue().triedAt()))
                .ifPresent(oldest -> turn.rights(oldest.getKey(), Optional.empty()));
    }

    /** Asks again about those whose approvals wait, so that a right that was taken away does not start a test. */
    void refresh() {
        Roles roles = turn.roles();
        for (PullRequest pull : List.copyOf(turn.pulls())) {
            pull.approval()
                    .filter(approval -> roles.restsOnGitHub(approval)
                            && pull.verdict() != Verdict.SUCCESS
                            && !roles.isRead(approval.givenBy(), Roles.FOR_COMMANDS)
                            && !roles.isTroubled(approval.givenBy()))
                    .ifPresent(approval -> ask(approval.givenBy()));
        }
    }

    // ---- before a merge ----------------------------------------------------------------------------------------

    /** The approvals of an attempt that rest on GitHub's word. */
    private List<Approval> resting(Attempt attempt) {
        return attempt.pulls().stream()
                .flatMap(member -> turn.pull(member.number()).flatMap(PullRequest::approval).stream())
                .filter(turn.roles()::restsOnGitHub)
                .toList();
    }

    /** Whether GitHub's word on one approval is too old to merge by it. */
    boolean isOld(Approval approval) {
        Roles roles = turn.roles();
        return roles.restsOnGitHub(approval)
                && (!roles.isRead(approval.givenBy(), Roles.FOR_MERGES)
                        || (roles.of(approval.givenBy()).trouble().isPresent() && !roles.stands(approval)));
    }

    /** Whether a base may be moved by what is known; if not, GitHub is asked, and who waits is told when it won't answer. */
    boolean areFresh(Attempt attempt) {
        List<Approval> old = resting(attempt).stream().filter(this::isOld).toList();
        for (Approval approval : old) {
            String login = approval.givenBy();
            if (turn.roles().isTroubled(login)) {
                tellOnce(attempt, login, turn.roles().of(login).trouble().orElse(""));
            } else {
                ask(login);
            }
        }
        return old.isEmpty();
    }

    private void tellOnce(Attempt attempt, String login, String trouble) {
        String key = "unchecked:" + attempt.id();
        for (AttemptMember member : attempt.pulls()) {
            boolean waits = turn.pull(member.number())
                    .filter(pull -> !pull.handledComments().contains(key)
                            && pull.approval()
                                    .filter(approval -> approval.givenBy().equalsIgnoreCase(login))
                                    .isPresent())
                    .isPresent();
            if (waits) {
                turn.edit(member.number(), edit -> edit.handled(key));
                turn.say(member.number(), OutsideMessages.approverUnchecked(login, trouble));
            }
        }
    }

    /** Until when a base may be moved by GitHub's word as it was read; empty: it needs no word of GitHub's. */
    Optional<Instant> validUntil(Attempt attempt) {
        return resting(attempt).stream()
                .map(approval -> turn.roles().of(approval.givenBy()).readAt())
                .min(Comparator.naturalOrder())
                // The lane may be busy for a moment.
                .map(read -> read.plus(Roles.FOR_MERGES.multipliedBy(2)));
    }

    /** When an attempt that waits for nothing but GitHub's word has to be looked at again. */
    static Optional<Instant> nextLook(RepositoryState state, Attempt attempt) {
        if (attempt.phase() != Phase.TESTING || !attempt.kind().movesTheBase() || !attempt.hasPassed()) {
            return Optional.empty();
        }
        return attempt.pulls().stream()
                .flatMap(member -> state.pull(member.number()).flatMap(PullRequest::approval).stream())
                .flatMap(approval -> Optional.ofNullable(state.rights().get(Roles.key(approval.givenBy()))).stream())
                .map(rights -> rights.askedAt()
                        .map(at -> at.plus(LONGEST_QUESTION))
                        .orElse(rights.triedAt().plus(Roles.AFTER_TROUBLE)))
                .min(Comparator.naturalOrder());
    }
}
