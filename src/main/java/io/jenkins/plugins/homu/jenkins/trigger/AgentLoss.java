package io.jenkins.plugins.homu.jenkins.trigger;

import hudson.Extension;
import hudson.model.Computer;
import hudson.model.Executor;
import hudson.model.InvisibleAction;
import hudson.model.Result;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.model.listeners.RunListener;
import hudson.remoting.Channel;
import hudson.remoting.VirtualChannel;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import jenkins.model.Jenkins;

/**
 * A build of the classic kind fails with its agent: Jenkins says so in its log only. Whether the agent is there when the build
 * ends is no sign, since it may have come back, or another of its name. So the connection at the begin is compared with that
 * at the end. A build that Jenkins itself stops, by stopping, is lost as well.
 */
@Extension
public class AgentLoss extends RunListener<Run<?, ?>> implements LossDetector {
    private final Map<Run<?, ?>, Connection> connections = new ConcurrentHashMap<>();

    @Override
    public void onStarted(Run<?, ?> run, TaskListener listener) {
        Executor executor = run.getExecutor();
        if (executor == null || run.getAction(HomuBuildAction.class) == null) {
            return;
        }
        Computer computer = executor.getOwner();
        // The built-in node has no name, and is lost with Jenkins only.
        if (!computer.getName().isEmpty()) {
            connections.put(run, new Connection(computer, Optional.ofNullable(computer.getChannel())));
        }
    }

    @Override
    public void onCompleted(Run<?, ?> run, TaskListener listener) {
        Connection connection = connections.remove(run);
        if (connection != null && run.getResult() != Result.SUCCESS && connection.isLost()) {
            run.addAction(new Loss("The agent " + connection.computer.getName() + " went away"));
        } else if (run.getResult() != Result.SUCCESS
                && run.getAction(HomuBuildAction.class) != null
                && Jenkins.get().isTerminating()) {
            // What Jenkins kills when it stops may well look as if it had failed.
            run.addAction(new Loss("Jenkins was stopped in the middle of it"));
        }
    }

    @Override
    public void onFinalized(Run<?, ?> run) {
        connections.remove(run);
    }

    @Override
    public Optional<String> loss(Run<?, ?> run) {
        return Optional.ofNullable(run.getAction(Loss.class)).map(lost -> lost.why);
    }

    private static final class Connection {
        private final Computer computer;
        private final Optional<VirtualChannel> channel;

        private Connection(Computer computer, Optional<VirtualChannel> channel) {
            this.computer = computer;
            this.channel = channel;
        }

        private boolean isLost() {
            return channel.isEmpty()
                    || channel.get() != computer.getChannel()
                    || (channel.get() instanceof Channel remote && remote.isClosingOrClosed());
        }
    }

    /** Kept with the build, for those who ask after a restart of Jenkins. */
    private static final class Loss extends InvisibleAction {
        private final String why;

        private Loss(String why) {
            this.why = why;
        }
    }
}
