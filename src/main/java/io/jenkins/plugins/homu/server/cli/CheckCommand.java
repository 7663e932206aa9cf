package io.jenkins.plugins.homu.server.cli;

import io.jenkins.plugins.homu.server.configuration.ConfigurationReader;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code homu check}: what is wrong with the configuration. Nothing is opened, nobody is asked. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        versionProvider = HomuCommand.Version.class,
        description = "Reads the configuration and prints what is wrong with it, one line each.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:the server would start", "1:it would not", "2:wrong usage"})
final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @ParentCommand
    private HomuCommand parent;

    @Mixin
    private ConfigurationOptions options;

    @Override
    public Integer call() {
        CommandLine line = spec.commandLine();
        ConfigurationReader.Result result = options.or(parent.options()).read(line.getErr());
        if (result.configuration().isEmpty()) {
            return CommandLine.ExitCode.SOFTWARE;
        }
        PrintWriter out = line.getOut();
        int repositories = result.configuration().get().repositories().size();
        int warnings = result.problems().size();
        out.println(result.file() + ": fine, " + repositories + (repositories == 1 ? " repository" : " repositories")
                + (warnings == 0 ? "" : ", " + warnings + (warnings == 1 ? " warning" : " warnings")));
        out.flush();
        return CommandLine.ExitCode.OK;
    }
}
