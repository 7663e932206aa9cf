package io.jenkins.plugins.homu.jenkins.trigger;

import hudson.model.Computer;
import hudson.model.Executor;
import hudson.model.Queue;
import hudson.model.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import jenkins.model.Jenkins;

/** What runs in Jenkins right now. */
final class RunningBuilds {
    private RunningBuilds() {}

    static List<Executor> executors() {
        List<Executor> all = new ArrayList<>();
        for (Computer computer : Jenkins.get().getComputers()) {
            all.addAll(computer.getAllExecutors());
        }
        return all;
    }

    /** Of the build that an executor runs, if the queue started it. */
    static Optional<HomuBuildAction> actionOf(Executor executor) {
        Queue.Executable executable = executor.getCurrentExecutable();
        return executable instanceof Run<?, ?> run
                ? Optional.ofNullable(run.getAction(HomuBuildAction.class))
                : Optional.empty();
    }
}
