package io.jenkins.plugins.homu.jenkins.plugin;

import hudson.logging.LogRecorder;
import java.util.List;
import java.util.logging.Level;
import jenkins.model.Jenkins;

/** A place in Manage Jenkins, System Log, where all that the queues log stands together. */
final class HomuLog {
    private static final String NAME = "Homu";

    private HomuLog() {}

    /** Made once; what an administrator made of it stays as it is. */
    static void makeRecorder() {
        List<LogRecorder> recorders = Jenkins.get().getLog().getRecorders();
        if (recorders.stream().anyMatch(recorder -> NAME.equals(recorder.getName()))) {
            return;
        }
        LogRecorder recorder = new LogRecorder(NAME);
        LogRecorder.Target target = new LogRecorder.Target("io.jenkins.plugins.homu", Level.INFO);
        recorder.setLoggers(List.of(target));
        recorders.add(recorder);
    }
}
