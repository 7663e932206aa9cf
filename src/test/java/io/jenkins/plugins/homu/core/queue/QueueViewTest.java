package io.jenkins.plugins.homu.core.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.model.Approval;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.Attempt.Kind;
import io.jenkins.plugins.homu.core.model.Attempt.Phase;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.BuilderResult;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.EarlyNews;
import io.jenkins.plugins.homu.core.model.Mergeability;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.model.PullSnapshot;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.model.RollupMode;
import io.jenkins.plugins.homu.core.model.Rollups;
import io.jenkins.plugins.homu.core.model.TreeState;
import io.jenkins.plugins.homu.core.model.TryRequest;
import io.jenkins.plugins.homu.core.model.Verdict;
import io.jenkins.plugins.homu.core.settings.AccessSettings;
import io.jenkins.plugins.homu.core.settings.BuilderSettings;
import io.jenkins.plugins.homu.core.settings.MergeSettings;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.Test;

/** The queue as people see it: its order, the places in it, and what stands in the way. */
public class QueueViewTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private final TreeMap<Integer, PullRequest> pulls = new TreeMap<>();
    private final TreeMap<Long, Attempt> attempts = new TreeMap<>();
    private TreeState tree = TreeState.OPEN;

    private static CommitSha sha(int number) {
        return new CommitSha(String.format("%040x", number));
    }

    private static PullRequest open(int number) {
        return PullRequest.from(
                new PullSnapshot(
                        number,
                        "Change",
                        "",
                        "dave",
                        sha(number),
                        "topic",
                        Optional.of("dave"),
                        "main",
                        false,
                        Set.of(),
                        List.of(),
                        Mergeability.UNKNOWN,
                        true,
                        false,
                        Optional.empty(),
                        NOW),
                NOW);
    }

    private static PullRequest.Edit approved(PullRequest.Edit edit) {
        return edit.approval(
                Optional.of(new Approval("alice", "alice", false, edit.build().head(), NOW.minusSeconds(90), "c1")));
    }

    private void pull(int number, UnaryOperator<PullRequest.Edit> change) {
        pulls.put(number, change.apply(open(number).edit()).build());
    }

    private void approve(int number, UnaryOperator<PullRequest.Edit> change) {
        pull(number, edit -> change.apply(approved(edit)));
    }

    private void attempt(long id, Kind kind, Phase phase, int number) {
        attempts.put(
                id,
                new Attempt(
                        id,
                        kind,
                        phase,
                        "main",
                        "auto",
                        List.of(new AttemptMember(number, sha(number), "alice")),
                        Optional.empty(),
                        Optional.of(sha(1000)),
                        Optional.of(sha(2000)),
                        Optional.empty(),
                        Map.of("linux", new BuilderResult("linux", BuilderState.RUNNING, Optional.empty(), "", NOW)),
                        NOW,
                        Optional.of(NOW),
                        Optional.of(NOW),
                        Optional.empty(),
                        ""));
    }

    private static RepositorySettings settings() {
        return new RepositorySettings(
                "widget",
                new RepositoryId("acme", "widget"),
                "homu",
                Set.of("alice"),
                Set.of(),
                RepositorySettings.Branches.DEFAULT,
                List.of(new BuilderSettings(
                        "linux", BuilderSettings.Kind.STATUS, Optional.of("ci"), Optional.of("ci"))),
                Duration.ofHours(10),
                Duration.ofMinutes(15),
                9001,
                Set.of("blocked"),
                Map.of(),
                Set.of(),
                Optional.empty(),
                false,
                true,
                MergeSettings.DEFAULT,
                AccessSettings.NONE);
    }

    private QueueView view() {
        RepositoryState state = new RepositoryState(
                "widget",
                pulls,
                attempts,
                tree,
                Map.of(),
                Map.of(),
                List.of(),
                EarlyNews.NONE,
                Map.of(),
                Map.of(),
                Optional.empty(),
                Rollups.NONE,
                100,
                100,
                1);
        return QueueView.of(state, settings(), NOW);
    }

    private QueueView.Row row(int number) {
        return view().rows().stream()
                .filter(row -> row.pull().number() == number)
                .findFirst()
                .orElseThrow();
    }

    @Test
    public void orderIsThatOfTheRustFork() {
        pull(1, edit -> edit);
        approve(2, edit -> edit.verdict(Verdict.SUCCESS, "Merged"));
        approve(3, edit -> edit.verdict(Verdict.FAILURE, "Failed"));
        approve(4, edit -> edit.verdict(Verdict.ERROR, "Merge conflict"));
        approve(5, edit -> edit);
        approve(6, edit -> edit.priority(1).rollup(RollupMode.ALWAYS));
        approve(7, edit -> edit.rollup(RollupMode.ALWAYS));
        approve(8, edit -> edit.rollup(RollupMode.NEVER));
        approve(9, edit -> edit.mergeable(Mergeability.CONFLICTING).priority(5));
        approve(10, edit -> edit);
        attempt(1, Kind.AUTO, Phase.TESTING, 10);
        approve(11, edit -> edit.yielded(true).priority(9));

        assertThat(view().rows())
                .extracting(row -> row.pull().number())
                .containsExactly(10, 6, 8, 5, 7, 11, 9, 1, 4, 3, 2);
        assertThat(view().rows())
                .extracting(QueueView.Row::status)
                .containsExactly(
                        "pending",
                        "approved",
                        "approved",
                        "approved",
                        "approved",
                        "approved",
                        "approved",
                        "",
                        "error",
                        "failure",
                        "success");
    }

    @Test
    public void placesAreCountedPerBaseBehindWhatIsTested() {
        approve(1, edit -> edit);
        approve(2, edit -> edit);
        approve(3, edit -> edit);
        pull(4, edit -> edit);
        attempt(1, Kind.AUTO, Phase.TESTING, 2);

        assertThat(row(2).position()).contains(1);
        assertThat(row(1).position()).contains(2);
        assertThat(row(3).position()).contains(3);
        assertThat(row(4).position()).isEmpty();
        assertThat(row(1).whyNot()).isEqualTo("It waits in the queue: #2 is being tested");
        assertThat(row(3).whyNot()).isEqualTo("It waits in the queue: #2 is being tested, and 1 other goes first");
        approve(5, edit -> edit);
        assertThat(row(5).whyNot()).isEqualTo("It waits in the queue: #2 is being tested, and 2 others go first");
    }

    @Test
    public void whatStandsInTheWayIsSaidForEveryCase() {
        pull(1, edit -> edit);
        assertThat(row(1).whyNot()).isEqualTo("It is not approved");
        pull(1, edit -> edit.labels(Set.of("Blocked")));
        assertThat(row(1).whyNot()).isEqualTo("It is not approved, and it has the label blocked");
        approve(1, edit -> edit.labels(Set.of("Blocked")));
        assertThat(row(1).whyNot()).isEqualTo("It can't be tested because it has the label blocked");
        approve(1, edit -> edit.verdict(Verdict.ERROR, "Merge conflict"));
        assertThat(row(1).whyNot()).isEqualTo("Merge conflict. It waits for a new commit or `retry`");
        approve(1, edit -> edit.verdict(Verdict.ERROR, "The job x is disabled. Enable it."));
        assertThat(row(1).whyNot()).isEqualTo("The job x is disabled. Enable it. It waits for a new commit or `retry`");
        approve(1, edit -> edit.mergeable(Mergeability.CONFLICTING));
        assertThat(row(1).whyNot()).isEqualTo("It conflicts with main");
        approve(1, edit -> edit.yielded(true));
        assertThat(row(1).whyNot()).isEqualTo("It was cancelled and gives way to others, or waits for `retry`");
        approve(1, edit -> edit);
        assertThat(row(1).whyNot()).isEqualTo("It is about to be tested");
        tree = new TreeState(Optional.of(5), Optional.of("CI is down"), Optional.empty(), Optional.empty());
        assertThat(row(1).whyNot()).isEqualTo("The tree is closed for priorities below 5: CI is down");
        attempt(1, Kind.AUTO, Phase.PREPARING, 1);
        assertThat(row(1).whyNot()).isEqualTo("The merge commit is being made");
        attempt(1, Kind.AUTO, Phase.TESTING, 1);
        assertThat(row(1).whyNot()).isEqualTo("It is being tested; waiting for linux");
        attempt(1, Kind.AUTO, Phase.MERGING, 1);
        assertThat(row(1).whyNot()).isEqualTo("All builders passed, and the base branch is being moved");
        attempts.clear();
        approve(1, edit -> edit.verdict(Verdict.SUCCESS, "Merged as 1234567"));
        assertThat(row(1).whyNot()).isEqualTo("It is merged; GitHub has not closed it yet");
        pull(1, edit -> edit.approval(Optional.of(new Approval("zoe", "zoe", false, sha(1), NOW, "c1"))));
        assertThat(row(1).whyNot()).isEqualTo("zoe, who approved it, is not a reviewer any more");
    }

    @Test
    public void tryIsShownUntilSomethingRealIsGoingOn() {
        pull(1, edit -> edit.tryRequest(Optional.of(new TryRequest("carol", Optional.empty(), List.of(), NOW))));
        assertThat(row(1).status()).isEmpty();
        assertThat(row(1).isTry()).isTrue();

        pull(1, edit -> edit);
        attempt(1, Kind.TRY, Phase.TESTING, 1);
        assertThat(row(1).status()).isEqualTo("pending");
        assertThat(row(1).isTry()).isTrue();
        assertThat(row(1).position()).isEmpty();

        attempt(1, Kind.TRY, Phase.SUCCEEDED, 1);
        assertThat(row(1).status()).isEqualTo("success");
        assertThat(row(1).isTry()).isTrue();
        assertThat(row(1).shown()).isPresent();

        approve(1, edit -> edit);
        assertThat(row(1).status()).isEqualTo("approved");
        assertThat(row(1).isTry()).isFalse();

        attempt(2, Kind.AUTO, Phase.TESTING, 1);
        assertThat(row(1).status()).isEqualTo("pending");
        assertThat(row(1).shown().orElseThrow().kind()).isEqualTo(Kind.AUTO);
    }

    @Test
    public void endedAttemptOfAnEarlierHeadIsNotShown() {
        attempt(1, Kind.TRY, Phase.FAILED, 1);
        pull(1, edit -> edit.head(sha(77)));

        assertThat(row(1).status()).isEmpty();
        assertThat(row(1).shown()).isEmpty();
    }

    @Test
    public void attemptThatEndedWithoutAMergeCommitHasNoBuildersToShow() {
        approve(1, edit -> edit.verdict(Verdict.ERROR, "Merge conflict"));
        attempt(1, Kind.AUTO, Phase.ERROR, 1);
        assertThat(row(1).shown()).isPresent();

        Attempt made = attempts.get(1L);
        attempts.put(
                1L,
                new Attempt(
                        1,
                        made.kind(),
                        made.phase(),
                        made.baseRef(),
                        made.ciBranch(),
                        made.pulls(),
                        made.request(),
                        made.base(),
                        Optional.empty(),
                        made.tree(),
                        made.builders(),
                        made.createdAt(),
                        made.startedAt(),
                        made.deadline(),
                        made.endedAt(),
                        "Merge conflict"));

        assertThat(row(1).shown()).isEmpty();
    }

    @Test
    public void waitingCountsFromTheApproval() {
        approve(1, edit -> edit);
        pull(2, edit -> edit);

        assertThat(row(1).waiting()).contains(Duration.ofSeconds(90));
        assertThat(row(2).waiting()).isEmpty();
    }

    @Test
    public void viewOfTenThousandPullRequestsHasThemAll() {
        for (int number = 1; number <= 10_000; number++) {
            if (number % 2 == 0) {
                approve(number, edit -> edit);
            } else {
                pull(number, edit -> edit);
            }
        }
        attempt(1, Kind.AUTO, Phase.TESTING, 2);
        QueueView view = view();

        assertThat(view.rows()).hasSize(10_000);
        assertThat(view.rows().get(0).pull().number()).isEqualTo(2);
    }
}
