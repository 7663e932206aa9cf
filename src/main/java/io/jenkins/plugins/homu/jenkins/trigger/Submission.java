package io.jenkins.plugins.homu.jenkins.trigger;

import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.event.Event.ResultsReported;
import io.jenkins.plugins.homu.jenkins.QueueAccess;
import java.util.List;

/** Hands reports to the queue. Where there is none, nothing is lost: it looks for its builds when it begins. */
final class Submission {
    private Submission() {}

    static void of(HomuBuildAction action, Reported report) {
        QueueAccess.get().runtime().ifPresent(runtime -> runtime.sink()
                .submit(action.label(), new ResultsReported(List.of(report))));
    }
}
