package io.jenkins.plugins.homu.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.effect.Effect.SetStatus;
import io.jenkins.plugins.homu.core.effect.Effect.StatusState;
import io.jenkins.plugins.homu.core.event.Event.MergeTrouble;
import io.jenkins.plugins.homu.core.event.Event.MoveTrouble;
import io.jenkins.plugins.homu.core.model.BuilderState;
import java.time.Duration;
import org.junit.Test;

/** What the commit status of the bot says, and of which commit. */
public class MergeQueueStatusTest {
    private static void says(Scenario scenario, StatusState state, String words) {
        assertThat(scenario.effects(SetStatus.class))
                .extracting(SetStatus::sha, SetStatus::state, SetStatus::description)
                .containsExactly(tuple(Scenario.head(2, 1), state, words));
    }

    private static Scenario conflict() {
        return new Scenario().open(2).comment("alice", 2, "@homu r+").mergeFailed(2, MergeTrouble.CONFLICT, "");
    }

    @Test
    public void wordsAreTheOriginals() {
        says(new Scenario().merging(2).moved(2), StatusState.SUCCESS, "Test successful");
        says(new Scenario().testing(2).result(2, BuilderState.FAILURE), StatusState.FAILURE, "Test failed");
        says(new Scenario().testing(2).after(Duration.ofHours(10)).tick(), StatusState.FAILURE, "Test timed out");
        says(conflict(), StatusState.ERROR, "Merge conflict");
    }

    @Test
    public void refusedMoveIsAnError() {
        says(
                new Scenario().merging(2).moveFailed(2, MoveTrouble.REFUSED, "Protected."),
                StatusState.ERROR,
                "The base could not be moved: Protected.");
    }

    @Test
    public void nothingIsSaidBeforeTheEnd() {
        assertThat(new Scenario().testing(2).effects(SetStatus.class)).isEmpty();
    }

    @Test
    public void interruptionLeavesTheStatusAlone() {
        Scenario scenario = new Scenario().testing(2).open(3).comment("alice", 3, "@homu force");
        assertThat(scenario.effects(Effect.CancelBuilds.class)).hasSize(1);
        assertThat(scenario.effects(SetStatus.class)).isEmpty();
    }

    @Test
    public void refusalSetsNoStatusToGetPastAProtection() {
        Scenario scenario = new Scenario().merging(2).moveFailed(2, MoveTrouble.REFUSED, "Protected.");
        assertThat(scenario.effects(SetStatus.class))
                .isNotEmpty()
                .noneMatch(status -> status.sha().equals(Scenario.mergeOf(1)))
                .noneMatch(status -> status.state() == StatusState.SUCCESS);
        assertThat(scenario.effects(Effect.MoveBase.class)).hasSize(1);
    }
}
