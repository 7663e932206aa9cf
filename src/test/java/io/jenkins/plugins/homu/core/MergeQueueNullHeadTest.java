package io.jenkins.plugins.homu.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.model.Attempt.Phase;
import io.jenkins.plugins.homu.core.model.CommitSha;
import org.junit.Test;

/** GitHub reports a pull request with a head of zeros now and then: no commit at all. */
public class MergeQueueNullHeadTest {
    private static final CommitSha NONE = new CommitSha("0".repeat(40));

    private final Scenario scenario = new Scenario();

    @Test
    public void headOfZerosIsNoPushAndGitHubIsAsked() {
        scenario.testing(2).listen().update(2, snap -> snap.head(NONE));

        assertThat(scenario.effects()).hasSize(1);
        assertThat(scenario.effect(Effect.ReadPull.class).number()).isEqualTo(2);
        assertThat(scenario.phase(2)).isEqualTo(Phase.TESTING);
        assertThat(scenario.pull(2).head()).isEqualTo(Scenario.head(2, 1));

        scenario.silently(2, snap -> snap.head(Scenario.head(2, 2))).readPull(2);
        assertThat(scenario.pull(2).head()).isEqualTo(Scenario.head(2, 2));
        assertThat(scenario.pull(2).isApproved()).isFalse();
    }

    @Test
    public void openedOneIsKnownOnceGitHubNamesItsHead() {
        scenario.open(2, snap -> snap.head(NONE));
        assertThat(scenario.effect(Effect.ReadPull.class).number()).isEqualTo(2);
        assertThat(scenario.state().pulls()).isEmpty();

        scenario.silently(2, snap -> snap.head(Scenario.head(2, 1))).readPull(2);
        assertThat(scenario.pull(2).head()).isEqualTo(Scenario.head(2, 1));
    }
}
