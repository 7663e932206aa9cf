package io.jenkins.plugins.homu.jenkins.trigger;

import hudson.Extension;
import hudson.model.Queue;
import hudson.model.Run;
import hudson.model.queue.CauseOfBlockage;
import hudson.model.queue.QueueListener;
import java.util.Optional;

/** Tells the queue what its builds wait for in the queue of Jenkins: the builds themselves, and the nodes that they ask for. */
@Extension
public class WaitingListener extends QueueListener {
    @Override
    public void onEnterBlocked(Queue.BlockedItem item) {
        waits(item);
    }

    @Override
    public void onEnterBuildable(Queue.BuildableItem item) {
        waits(item);
    }

    private static void waits(Queue.Item item) {
        HomuBuildAction action = item.getAction(HomuBuildAction.class);
        if (action != null) {
            Submission.of(action, BuildReports.of(action, item));
            return;
        }
        owner(item).ifPresent(run -> {
            HomuBuildAction ofRun = run.getAction(HomuBuildAction.class);
            CauseOfBlockage why = item.getCauseOfBlockage();
            if (ofRun != null && run.isBuilding() && why != null) {
                Submission.of(ofRun, BuildReports.running(ofRun, run, why.getShortDescription()));
            }
        });
    }

    @Override
    public void onLeft(Queue.LeftItem item) {
        HomuBuildAction action = item.getAction(HomuBuildAction.class);
        if (action != null && item.isCancelled()) {
            Submission.of(action, BuildReports.cancelledInQueue(action, item));
            return;
        }
        if (!item.isCancelled()) {
            owner(item).ifPresent(run -> {
                HomuBuildAction ofRun = run.getAction(HomuBuildAction.class);
                if (ofRun != null && run.isBuilding()) {
                    Submission.of(ofRun, BuildReports.running(ofRun, run, ""));
                }
            });
        }
    }

    /** The build that asks for a node. */
    private static Optional<Run<?, ?>> owner(Queue.Item item) {
        return item.task.getOwnerExecutable() instanceof Run<?, ?> run ? Optional.of(run) : Optional.empty();
    }
}
