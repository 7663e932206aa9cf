package io.jenkins.plugins.homu.jenkins.trigger;

import hudson.Extension;
import hudson.model.AbstractBuild;
import hudson.model.Computer;
import hudson.model.Node;
import hudson.model.Result;
import hudson.model.Run;
import java.util.Optional;
import jenkins.model.Jenkins;

/** A build of the classic kind fails with its agent: Jenkins says so in its log only. */
@Extension
public class AgentLoss implements LossDetector {
    @Override
    public Optional<String> loss(Run<?, ?> run) {
        if (!(run instanceof AbstractBuild<?, ?> build) || run.getResult() == Result.SUCCESS) {
            return Optional.empty();
        }
        String agent = build.getBuiltOnStr();
        if (agent == null || agent.isEmpty()) {
            return Optional.empty();
        }
        Node node = Jenkins.get().getNode(agent);
        Computer computer = node == null ? null : node.toComputer();
        boolean gone = computer == null || computer.isOffline();
        return gone ? Optional.of("The agent " + agent + " went away") : Optional.empty();
    }
}
