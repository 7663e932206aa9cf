package io.jenkins.plugins.homu.core.queue;

import io.jenkins.plugins.homu.core.model.Approval;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.BuilderResult;
import io.jenkins.plugins.homu.core.model.Mergeability;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.model.Rollups.Rollup;
import io.jenkins.plugins.homu.core.model.Verdict;
import io.jenkins.plugins.homu.core.policy.Roles;
import io.jenkins.plugins.homu.core.policy.StartGate;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A repository's queue as people see it, in queue order: derived from the state, never stored, and the one place that
 * says what stands in the way of a merge.
 */
public record QueueView(RepositoryState state, List<Row> rows) {
    /** Being tested first, then what waits, then what waits for a person, then what failed, last what is merged. */
    private static final List<String> STATUS_ORDER = List.of("pending", "approved", "", "error", "failure", "success");

    /**
     * One pull request.
     *
     * @param status the original's word: empty, approved, pending, success, failure, error
     * @param isTry whether that word is of a try build
     * @param position 1 for the first in line of its base branch; empty when it is in no line
     * @param shown the attempt whose results are to be shown: the active one, or else the last
     * @param whyNot what stands in the way of its merge, one sentence
     * @param waiting since its approval
     */
    public record Row(
            PullRequest pull,
            String status,
            boolean isTry,
            Optional<Integer> position,
            Optional<Attempt> shown,
            String whyNot,
            Optional<Duration> waiting) {}

    public QueueView {
        rows = List.copyOf(rows);
    }

    public static QueueView of(RepositoryState state, RepositorySettings settings, Instant now) {
        Lines lines = new Lines(state, settings, now);
        List<Row> rows = new ArrayList<>(state.pulls().size());
        for (PullRequest pull : state.pulls().values()) {
            rows.add(lines.row(pull, now));
        }
        rows.sort(Comparator.comparingInt((Row row) -> STATUS_ORDER.indexOf(row.status()))
                .thenComparing(row -> row.pull().mergeable() == Mergeability.CONFLICTING)
                .thenComparing(row -> !row.pull().isApproved())
                .thenComparing(row -> row.pull(), QueueOrder.WAITING));
        return new QueueView(state, rows);
    }

    /** One pull request alone. */
    public static Row row(PullRequest pull, RepositoryState state, RepositorySettings settings, Instant now) {
        return new Lines(state, settings, now).row(pull, now);
    }

    /** What stands in the way of one pull request's merge. */
    public static String whyNot(PullRequest pull, RepositoryState state, RepositorySettings settings, Instant now) {
        return row(pull, state, settings, now).whyNot();
    }

    /** The lines before each base branch, made once for all rows. */
    private static final class Lines {
        private final RepositoryState state;
        private final RepositorySettings settings;
        private final Roles roles;
        private final Map<Integer, Attempt> real = new HashMap<>();
        private final Map<Integer, Attempt> tries = new HashMap<>();
        private final Map<String, Attempt> activeOnBase = new HashMap<>();
        private final Map<Integer, Integer> ahead = new HashMap<>();

        Lines(RepositoryState state, RepositorySettings settings, Instant now) {
            this.state = state;
            this.settings = settings;
            this.roles = Roles.of(state, settings, now);
            for (Attempt attempt : state.attempts().values()) {
                boolean isTry = attempt.kind() == Attempt.Kind.TRY;
                attempt.pulls().forEach(member -> (isTry ? tries : real).put(member.number(), attempt));
                if (attempt.isActive() && !isTry) {
                    activeOnBase.put(attempt.baseRef(), attempt);
                }
            }
            Map<String, Integer> lengths = new HashMap<>();
            state.pulls().values().stream()
                    .filter(pull -> Startable.isWaiting(pull, roles, state.tree()) && !isActive(pull))
                    .sorted(QueueOrder.WAITING)
                    .forEach(pull -> ahead.put(pull.number(), lengths.merge(pull.baseRef(), 1, Integer::sum) - 1));
        }

        private boolean isActive(PullRequest pull) {
            Attempt attempt = real.get(pull.number());
            return attempt != null && attempt.isActive();
        }

        Row row(PullRequest pull, Instant now) {
            Attempt auto = real.get(pull.number());
            Attempt tried = tries.get(pull.number());
            boolean tryIsNewer = tried != null && (auto == null || tried.id() > auto.id());
            boolean isTry;
            String status;
            if (auto != null && auto.isActive()) {
                isTry = false;
                status = "pending";
            } else if (tried != null && tried.isActive()) {
                isTry = true;
                status = "pending";
            } else if (pull.verdict() != Verdict.NONE) {
                isTry = false;
                status = pull.verdict().word();
            } else if (pull.isApproved()) {
                isTry = false;
                status = "approved";
            } else if (tryIsNewer && isOf(tried, pull)) {
                isTry = true;
                status = word(tried);
            } else {
                isTry = pull.tryRequest().isPresent();
                status = "";
            }
            Attempt shown = isTry ? tried : auto != null ? auto : tried;
            return new Row(
                    pull,
                    status,
                    isTry || pull.tryRequest().isPresent(),
                    position(pull),
                    // Without a merge commit there was nothing that builders could have had to do with.
                    Optional.ofNullable(shown)
                            .filter(attempt ->
                                    attempt.isActive() || (attempt.merge().isPresent() && isOf(attempt, pull))),
                    whyNot(pull, auto),
                    pull.approval().map(approval -> Duration.between(approval.at(), now)));
        }

        private static boolean isOf(Attempt attempt, PullRequest pull) {
            return attempt.pulls().stream()
                    .anyMatch(member ->
                            member.number() == pull.number() && member.head().equals(pull.head()));
        }

        private static String word(Attempt tried) {
            return switch (tried.phase()) {
                case SUCCEEDED -> "success";
                case FAILED -> "failure";
                case ERROR -> "error";
                default -> "";
            };
        }

        private Optional<Integer> position(PullRequest pull) {
            Attempt active = activeOnBase.get(pull.baseRef());
            if (active != null && active.includes(pull.number())) {
                return Optional.of(1);
            }
            return Optional.ofNullable(ahead.get(pull.number())).map(index -> index + 1 + (active == null ? 0 : 1));
        }

        private String whyNot(PullRequest pull, Attempt auto) {
            if (pull.verdict() == Verdict.SUCCESS) {
                return "It is merged; GitHub has not closed it yet";
            }
            Optional<String> broken = state.rollups().rollup(pull.number()).flatMap(Rollup::broken);
            if (broken.isPresent()) {
                return "It is a rollup that does not hold any more because " + broken.get()
                        + ". Close it, and make a new one of what is left";
            }
            if (pull.approval().isEmpty()) {
                return StartGate.reasonAgainst(pull, settings)
                        .map(reason -> "It is not approved, and " + reason)
                        .orElse("It is not approved");
            }
            if (auto != null && auto.isActive()) {
                return running(auto, pull);
            }
            if (!pull.isSeen()) {
                return "It was taken over from another bot, and GitHub has not been asked about it yet";
            }
            if (!roles.stands(pull.approval().get())) {
                return missingRight(pull.approval().get());
            }
            Optional<String> blocked = StartGate.reasonAgainst(pull, settings);
            if (blocked.isPresent()) {
                return "It can't be tested because " + blocked.get();
            }
            if (pull.verdict() != Verdict.NONE) {
                // What builders say may be a sentence already.
                return pull.verdictReason() + (pull.verdictReason().endsWith(".") ? " " : ". ")
                        + "It waits for a new commit or `retry`";
            }
            if (pull.mergeable() == Mergeability.CONFLICTING) {
                return "It conflicts with " + pull.baseRef();
            }
            if (state.tree().isClosedFor(pull.priority())) {
                return "The tree is closed for "
                        + state.tree().closedFor().orElseThrow()
                        + state.tree().reason().map(reason -> ": " + reason).orElse("");
            }
            if (pull.yielded()) {
                return "It was cancelled and gives way to others, or waits for `retry`";
            }
            return inLine(pull);
        }

        private String missingRight(Approval approval) {
            String login = approval.givenBy();
            if (!roles.restsOnGitHub(approval) || roles.isRead(login, Roles.FOR_TESTS)) {
                return login + ", who approved it, is not a reviewer any more";
            }
            return "GitHub has yet to say whether " + login + ", who approved it, may do so" + trouble(login);
        }

        private String askedAgain(Approval approval) {
            String login = approval.givenBy();
            return "; before the merge, GitHub is asked once more whether " + login + " may approve it"
                    + trouble(login);
        }

        private String trouble(String login) {
            return roles.of(login).trouble().map(why -> ": " + why).orElse("");
        }

        /** @param pull one of those that the attempt tests */
        private String running(Attempt attempt, PullRequest pull) {
            String open = attempt.results().stream()
                    .filter(result -> !result.state().isFinal())
                    .map(BuilderResult::builder)
                    .collect(Collectors.joining(", "));
            return switch (attempt.phase()) {
                case PREPARING -> "The merge commit is being made";
                case MERGING -> "All builders passed, and the base branch is being moved";
                default ->
                    attempt.hasPassed()
                            ? "All builders passed"
                                    + pull.approval().map(this::askedAgain).orElse("")
                            : "It is being tested; waiting for " + open;
            };
        }

        private String inLine(PullRequest pull) {
            int before = ahead.getOrDefault(pull.number(), 0);
            Attempt active = activeOnBase.get(pull.baseRef());
            String first = active == null
                    ? ""
                    : "#" + active.leader().number() + " is being tested" + (before == 0 ? "" : ", and ");
            String others = before == 0 ? "" : before == 1 ? "1 other goes first" : before + " others go first";
            String why = first + others;
            if (why.isEmpty()) {
                return settings.dryRun()
                        ? "It would be tested now, but the repository is in dry run: nothing is merged or tested"
                        : "It is about to be tested";
            }
            return "It waits in the queue: " + why;
        }
    }
}
