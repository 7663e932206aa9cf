package io.jenkins.plugins.homu.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.event.Event.MergeTrouble;
import io.jenkins.plugins.homu.core.event.Event.MoveTrouble;
import io.jenkins.plugins.homu.core.model.Attempt.Phase;
import io.jenkins.plugins.homu.core.model.HistoryEntry;
import io.jenkins.plugins.homu.core.model.Verdict;
import io.jenkins.plugins.homu.core.settings.LabelChange;
import io.jenkins.plugins.homu.core.settings.LabelEvent;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;

/** A repository in dry run: the queue is what it would be, and nothing begins. */
public class MergeQueueDryRunTest {
    private final Scenario scenario =
            new Scenario().with(new TestSettings().dryRun().build());

    /** What would have been begun, such as {@code 3 would test}. */
    private List<String> would() {
        return scenario.history().stream()
                .filter(entry -> entry.what().startsWith("would "))
                .map(entry -> entry.number().orElse(0) + " " + entry.what())
                .toList();
    }

    @Test
    public void theFirstInLineIsToldOnceAndTheNextWhenItIsItsTurn() {
        scenario.open(1).open(2).comment("alice", 1, "@homu r+").comment("alice", 2, "@homu r+");
        scenario.synchronise().tick();
        assertThat(would()).containsExactly("1 would test");
        scenario.comment("alice", 2, "@homu p=1");
        assertThat(would()).containsExactly("1 would test", "2 would test");
        scenario.closeMergedAs(2, Scenario.sha('c'));
        assertThat(would()).containsExactly("1 would test", "2 would test", "1 would test");
        assertThat(scenario.effects(Effect.PrepareMerge.class)).isEmpty();
        assertThat(scenario.state().attempts()).isEmpty();
        assertThat(scenario.history().stream()
                        .filter(entry -> entry.what().equals("would test"))
                        .map(HistoryEntry::text)
                        .findFirst())
                .contains("Test 1111111 merged onto main, approved by alice, by linux");
    }

    @Test
    public void aTryIsToldAndOverWithThat() {
        scenario.open(1).comment("carol", 1, "@homu try").comment("carol", 1, "@homu ping");
        assertThat(would()).containsExactly("1 would try");
        assertThat(scenario.pull(1).tryRequest()).isEmpty();
    }

    @Test
    public void whatRunsWhenItBeginsIsStoppedWithoutAVerdict() {
        scenario.with(TestSettings.standard()).open(1).open(2);
        scenario.testing(1).comment("carol", 2, "@homu try").tryPrepared(2);
        scenario.with(new TestSettings().dryRun().build()).send(new Event.SyncRequested("start"));
        assertThat(scenario.phase(1)).isEqualTo(Phase.CANCELLED);
        assertThat(scenario.isActive(2)).isFalse();
        assertThat(scenario.pull(1).isApproved()).isTrue();
        assertThat(scenario.pull(1).verdict()).isEqualTo(Verdict.NONE);
        assertThat(would()).containsExactly("1 would test");
    }

    @Test
    public void theEndOfAMergeThatWasNotMadeBlamesNobody() {
        scenario.with(TestSettings.standard()).open(1).comment("alice", 1, "@homu r+");
        scenario.with(new TestSettings().dryRun().build()).mergeFailed(1, MergeTrouble.REFUSED, "dry run");
        assertThat(scenario.phase(1)).isEqualTo(Phase.CANCELLED);
        assertThat(scenario.pull(1).verdict()).isEqualTo(Verdict.NONE);
    }

    @Test
    public void aBaseThatWasNotMovedIsNotTakenForMoved() {
        scenario.with(TestSettings.standard()).open(1).merging(1);
        scenario.with(new TestSettings().dryRun().build()).moveFailed(1, MoveTrouble.NO_LONGER_WANTED, "dry run");
        assertThat(scenario.phase(1)).isEqualTo(Phase.CANCELLED);
        assertThat(scenario.pull(1).isApproved()).isTrue();
        assertThat(scenario.pull(1).verdict()).isEqualTo(Verdict.NONE);
    }

    @Test
    public void labelsThatAreNotChangedAreNotTakenForChanged() {
        scenario.with(new TestSettings()
                .dryRun()
                .label(LabelEvent.APPROVED, new LabelChange(Set.of("S-blocked"), Set.of(), Set.of()))
                .build());
        scenario.open(1).comment("alice", 1, "@homu r+");
        assertThat(scenario.effects(Effect.Relabel.class)).hasSize(1);
        assertThat(scenario.pull(1).labels()).isEmpty();
    }

    @Test
    public void whatWasNotDoneIsKeptInTheHistory() {
        scenario.open(1);
        scenario.send(new Event.Withheld("would comment", Optional.of(1), "Hello"))
                .send(new Event.Withheld("would cancel", Optional.empty(), "Builds"));
        assertThat(would()).containsExactly("1 would comment", "0 would cancel");
    }
}
