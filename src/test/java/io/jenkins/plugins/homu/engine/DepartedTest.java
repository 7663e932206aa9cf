package io.jenkins.plugins.homu.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.event.Event.PullRead;
import io.jenkins.plugins.homu.core.event.Event.Synchronised;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.Mergeability;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.model.PullSnapshot;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.Test;

public class DepartedTest {
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

    private final Departed departed = new Departed();
    private final RepositoryState none = RepositoryState.empty("widget");
    private final RepositoryState both = with(1, 2);
    private final RepositoryState one = with(1);

    private static PullSnapshot snapshot(int number) {
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
                true,
                false,
                Optional.empty(),
                NOW);
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
                state.earlyReports(),
                state.closedPulls(),
                state.syncedAt(),
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
}
