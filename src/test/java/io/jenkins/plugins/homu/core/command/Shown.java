package io.jenkins.plugins.homu.core.command;

import java.util.List;
import java.util.stream.Collectors;

/** Commands in a short form that a table of tests can hold: {@code approve(null,abc1234) p(5) error(p=x)}. */
final class Shown implements Command.Visitor<String> {
    static String of(List<Command> commands) {
        Shown shown = new Shown();
        return commands.stream().map(command -> command.accept(shown)).collect(Collectors.joining(" "));
    }

    @Override
    public String approve(Command.Approve command) {
        return "approve(" + command.approver() + "," + command.sha() + ")";
    }

    @Override
    public String unapprove(Command.Unapprove command) {
        return "unapprove";
    }

    @Override
    public String setPriority(Command.SetPriority command) {
        return "p(" + command.value() + ")";
    }

    @Override
    public String delegate(Command.Delegate command) {
        return "delegate(" + command.to() + "," + command.level().word() + ")";
    }

    @Override
    public String undelegate(Command.Undelegate command) {
        return "undelegate";
    }

    @Override
    public String retry(Command.Retry command) {
        return "retry";
    }

    @Override
    public String tryBuild(Command.Try command) {
        return "try(" + command.parent() + "," + command.jobs() + ")";
    }

    @Override
    public String cancelTry(Command.CancelTry command) {
        return "untry";
    }

    @Override
    public String setRollup(Command.SetRollup command) {
        return "rollup(" + command.mode().word() + ")";
    }

    @Override
    public String treeClosed(Command.TreeClosed command) {
        return "treeclosed(" + command.below() + "," + command.reason() + ")";
    }

    @Override
    public String treeOpen(Command.TreeOpen command) {
        return "treeopen";
    }

    @Override
    public String force(Command.Force command) {
        return "force";
    }

    @Override
    public String clean(Command.Clean command) {
        return "clean";
    }

    @Override
    public String cancel(Command.Cancel command) {
        return "cancel";
    }

    @Override
    public String squash(Command.Squash command) {
        return "squash";
    }

    @Override
    public String unsquash(Command.Unsquash command) {
        return "unsquash";
    }

    @Override
    public String info(Command.Info command) {
        return "info";
    }

    @Override
    public String why(Command.Why command) {
        return "why";
    }

    @Override
    public String help(Command.Help command) {
        return "help";
    }

    @Override
    public String ping(Command.Ping command) {
        return "ping";
    }

    @Override
    public String note(Command.Note command) {
        return "note(" + command.text() + ")";
    }

    @Override
    public String hook(Command.Hook command) {
        return "hook(" + command.name() + "," + command.data() + ")";
    }

    @Override
    public String invalid(Command.Invalid command) {
        return "error(" + command.word() + ")";
    }
}
