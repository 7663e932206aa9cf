package io.jenkins.plugins.homu.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.event.Event.PullAction;
import io.jenkins.plugins.homu.core.event.Event.PullChanged;
import io.jenkins.plugins.homu.core.event.Event.PullClosed;
import io.jenkins.plugins.homu.core.event.Event.PullRead;
import io.jenkins.plugins.homu.core.event.Event.Synchronised;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.Mergeability;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.model.PullSnapshot;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.port.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.Test;

public class DepartedTest {
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

    private final Departed departed = new Departed();
    private final RepositoryState none = RepositoryState.empty("widget");
    private final RepositoryState both = with(1, 2);
    private final RepositoryState one = with(1);

    private static PullSnapshot snapshot(int number) {
        return snapshot(number, true, NOW);
    }

    private static PullSnapshot snapshot(int number, boolean open, Instant updatedAt) {
        return new PullSnapshot(
                number,
                "Title",
                "",
                "bob",
                new CommitSha("ab".repeat(20)),
                "fix",
                Optional.of("bob"),
                "main",
                false,
                Set.of(),
                List.of(),
                Mergeability.UNKNOWN,
                open,
                false,
                Optional.empty(),
                updatedAt);
    }

    private RepositoryState with(int... numbers) {
        TreeMap<Integer, PullRequest> pulls = new TreeMap<>();
        for (int number : numbers) {
            pulls.put(number, PullRequest.from(snapshot(number), NOW));
        }
        RepositoryState state = RepositoryState.empty("widget");
        return new RepositoryState(
                state.label(),
                pulls,
                state.attempts(),
                state.tree(),
                state.movedTips(),
                state.scratchTips(),
                state.waitingComments(),
                state.early(),
                state.closedPulls(),
                state.rights(),
                state.syncedAt(),
                state.rollups(),
                state.nextAttempt(),
                state.nextEffect(),
                state.revision());
    }

    private static Synchronised reading(Instant startedAt) {
        return new Synchronised(List.of(snapshot(1), snapshot(2)), List.of(), startedAt);
    }

    @Test
    public void aReadingFromBeforeTheClosingDoesNotBringThePullRequestBack() {
        departed.note(both, one, NOW);
        Synchronised read = (Synchronised) departed.withoutOldNews(reading(NOW.minusSeconds(30)), one, NOW);
        assertThat(read.pulls()).extracting(PullSnapshot::number).containsExactly(1);
    }

    @Test
    public void aReadingSoonAfterMayLag() {
        departed.note(both, one, NOW);
        assertThat(((Synchronised) departed.withoutOldNews(reading(NOW.plusSeconds(10)), one, NOW)).pulls())
                .hasSize(1);
        PullRead late = new PullRead(2, Optional.of(snapshot(2)));
        assertThat(departed.withoutOldNews(late, one, NOW.plusSeconds(10)))
                .isEqualTo(new PullRead(2, Optional.empty()));
    }

    @Test
    public void aLaterReadingIsBelieved() {
        departed.note(both, one, NOW);
        Synchronised later = reading(NOW.plusSeconds(61));
        assertThat(departed.withoutOldNews(later, one, NOW.plusSeconds(62))).isSameAs(later);
    }

    @Test
    public void oneThatWasReopenedIsNoOldNews() {
        departed.note(both, one, NOW);
        Synchronised read = reading(NOW.plusSeconds(1));
        assertThat(departed.withoutOldNews(read, both, NOW.plusSeconds(2))).isSameAs(read);
    }

    @Test
    public void afterAnHourNothingIsRemembered() {
        departed.note(both, none, NOW);
        departed.note(none, none, NOW.plus(Duration.ofMinutes(61)));
        Synchronised old = reading(NOW.minusSeconds(1));
        assertThat(departed.withoutOldNews(old, none, NOW)).isSameAs(old);
    }

    // ---- with the queue's rules ----------------------------------------------------------------------------------

    private final ManualTimers time = new ManualTimers();
    private final Decider decider = new Decider("widget", Rules.QUEUE, time, Metrics.NONE);

    private RepositoryState after(RepositoryState state, Event event) {
        return decider.decide(state, List.of(Message.of(event)), Fixture.settings("widget", Fixture.WIDGET))
                .commit()
                .after();
    }

    private Synchronised compared(int... numbers) {
        List<PullSnapshot> open =
                IntStream.of(numbers).mapToObj(DepartedTest::snapshot).toList();
        return new Synchronised(open, List.of(), time.now());
    }

    @Test
    public void aQuestionThatCrossedTheComparisonDoesNotBringBackWhatThatFoundMissing() {
        RepositoryState state = after(none, compared(1, 2));
        time.advance(Duration.ofSeconds(10));
        state = after(state, compared(1));
        assertThat(state.closedPulls()).as("GitHub did not say when").isEmpty();

        // Somebody wrote on it before it was closed, so that this is newer than what we knew.
        state = after(state, new PullRead(2, Optional.of(snapshot(2, true, NOW.plusSeconds(5)))));

        assertThat(state.pulls()).containsOnlyKeys(1);
    }

    @Test
    public void aReopeningIsBelievedAtOnceWhereGitHubSaidWhenItWasClosed() {
        RepositoryState state = after(none, compared(1, 2));
        state = after(state, new PullClosed(snapshot(2, false, NOW.plusSeconds(5)), "bob"));
        assertThat(state.pulls()).containsOnlyKeys(1);

        RepositoryState late = after(state, new PullRead(2, Optional.of(snapshot(2))));
        assertThat(late.pulls()).containsOnlyKeys(1);
        RepositoryState reopened = after(state, new PullRead(2, Optional.of(snapshot(2, true, NOW.plusSeconds(6)))));
        assertThat(reopened.pulls()).containsOnlyKeys(1, 2);
    }

    @Test
    public void theEndOfAnEarlierLifeDoesNotCountForThisOne() {
        RepositoryState state = after(none, compared(1, 2));
        state = after(state, new PullClosed(snapshot(2, false, NOW.plusSeconds(5)), "bob"));
        state = after(state, new PullChanged(PullAction.REOPENED, snapshot(2, true, NOW.plusSeconds(6)), "bob"));
        assertThat(state.pulls()).containsOnlyKeys(1, 2);
        time.advance(Duration.ofSeconds(10));
        state = after(state, compared(1));

        state = after(state, new PullRead(2, Optional.of(snapshot(2, true, NOW.plusSeconds(7)))));

        assertThat(state.pulls()).containsOnlyKeys(1);
    }
}
