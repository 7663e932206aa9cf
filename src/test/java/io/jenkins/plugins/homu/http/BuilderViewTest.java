package io.jenkins.plugins.homu.http;

import static io.jenkins.plugins.homu.http.SampleQueues.NOW;
import static io.jenkins.plugins.homu.http.SampleQueues.attempt;
import static io.jenkins.plugins.homu.http.SampleQueues.pull;
import static io.jenkins.plugins.homu.http.SampleQueues.result;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.BuilderState;
import org.junit.Test;

/** What is said of the builders of attempts that run, and of those that have ended. */
public class BuilderViewTest {
    private static Attempt with(Attempt.Phase phase) {
        return attempt(
                1,
                Attempt.Kind.AUTO,
                phase,
                pull(7, "Change"),
                result("linux", BuilderState.RUNNING, null, ""),
                result("windows", BuilderState.FAILURE, null, ""));
    }

    @Test
    public void buildersOfARunningAttemptAreWhereTheyAre() {
        assertThat(BuilderView.of(with(Attempt.Phase.TESTING), NOW))
                .extracting(BuilderView::text)
                .containsExactly("running", "failed");
    }

    @Test
    public void builderThatWasNotWaitedForIsNotShownAsRunningForEver() {
        assertThat(BuilderView.of(with(Attempt.Phase.FAILED), NOW))
                .extracting(BuilderView::text)
                .containsExactly("no result", "failed");
    }
}
