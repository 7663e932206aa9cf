package io.jenkins.plugins.homu.server.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.core.command.Command;

/** The JSON object of each command. What can be absent is there as null, so that a reader finds the same fields always. */
final class CommandJson implements Command.Visitor<ObjectNode> {
    private static ObjectNode named(String name) {
        return JsonNodeFactory.instance.objectNode().put("command", name);
    }

    @Override
    public ObjectNode approve(Command.Approve command) {
        return named("approve").put("approver", command.approver()).put("sha", command.sha());
    }

    @Override
    public ObjectNode unapprove(Command.Unapprove command) {
        return named("unapprove");
    }

    @Override
    public ObjectNode setPriority(Command.SetPriority command) {
        return named("priority").put("value", command.value());
    }

    @Override
    public ObjectNode delegate(Command.Delegate command) {
        return named("delegate")
                .put("to", command.to())
                .put("level", command.level().word());
    }

    @Override
    public ObjectNode undelegate(Command.Undelegate command) {
        return named("undelegate");
    }

    @Override
    public ObjectNode retry(Command.Retry command) {
        return named("retry");
    }

    @Override
    public ObjectNode tryBuild(Command.Try command) {
        ObjectNode node = named("try").put("parent", command.parent());
        command.jobs().forEach(node.putArray("jobs")::add);
        return node;
    }

    @Override
    public ObjectNode cancelTry(Command.CancelTry command) {
        return named("untry");
    }

    @Override
    public ObjectNode setRollup(Command.SetRollup command) {
        return named("rollup").put("value", command.mode().word());
    }

    @Override
    public ObjectNode treeClosed(Command.TreeClosed command) {
        return named("treeclosed").put("value", command.below()).put("reason", command.reason());
    }

    @Override
    public ObjectNode treeOpen(Command.TreeOpen command) {
        return named("treeopen");
    }

    @Override
    public ObjectNode force(Command.Force command) {
        return named("force");
    }

    @Override
    public ObjectNode clean(Command.Clean command) {
        return named("clean");
    }

    @Override
    public ObjectNode cancel(Command.Cancel command) {
        return named("cancel");
    }

    @Override
    public ObjectNode squash(Command.Squash command) {
        return named("squash");
    }

    @Override
    public ObjectNode unsquash(Command.Unsquash command) {
        return named("unsquash");
    }

    @Override
    public ObjectNode info(Command.Info command) {
        return named("info");
    }

    @Override
    public ObjectNode why(Command.Why command) {
        return named("why");
    }

    @Override
    public ObjectNode help(Command.Help command) {
        return named("help");
    }

    @Override
    public ObjectNode ping(Command.Ping command) {
        return named("ping");
    }

    @Override
    public ObjectNode note(Command.Note command) {
        return named("note").put("text", command.text());
    }

    @Override
    public ObjectNode hook(Command.Hook command) {
        return named("hook").put("name", command.name()).put("data", command.data());
    }

    @Override
    public ObjectNode invalid(Command.Invalid command) {
        return named("error").put("word", command.word()).put("message", command.message());
    }
}
