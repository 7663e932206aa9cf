package io.jenkins.plugins.homu.server.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The root of the command line. A sub-command is a class of its own, listed in {@code subcommands}; what runs without one
 * is {@link #call}.
 */
@Command(
        name = "homu",
        description = "A merge queue for GitHub: tests pull requests merged onto the tip of their base.",
        mixinStandardHelpOptions = true,
        versionProvider = HomuCommand.Version.class,
        subcommands = {ParseCommand.class})
public final class HomuCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    /** The command line with all its sub-commands; errors are one line on standard error. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new HomuCommand());
        line.setParameterExceptionHandler(HomuCommand::wrongUsage);
        line.setExecutionExceptionHandler(HomuCommand::failed);
        return line;
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "a sub-command is missing");
    }

    private static int wrongUsage(ParameterException e, String[] args) {
        CommandLine line = e.getCommandLine();
        say(line, e.getMessage() + "; see " + line.getCommandSpec().qualifiedName() + " --help");
        return CommandLine.ExitCode.USAGE;
    }

    private static int failed(Exception e, CommandLine line, CommandLine.ParseResult result) {
        say(line, e.getMessage() == null ? e.toString() : e.getMessage());
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static void say(CommandLine line, String message) {
        PrintWriter err = line.getErr();
        err.println("homu: " + message.replaceAll("[\\p{Cc}\\p{Cf}]+", " "));
        err.flush();
    }

    /** The version of the jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = HomuCommand.class.getPackage().getImplementationVersion();
            return new String[] {"homu " + (version == null ? "(not packaged)" : version)};
        }
    }
}
