package io.jenkins.plugins.homu.server.cli;

import io.jenkins.plugins.homu.server.configuration.ServerConfiguration;
import io.jenkins.plugins.homu.server.logging.Logging;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:fine", "1:refused or invalid", "2:wrong usage"},
        footer = "Without a sub-command the server runs.",
        subcommands = {CheckCommand.class, ParseCommand.class, ImportCommand.class, JcascCommand.class})
public final class HomuCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigurationOptions options;

    @Option(
            names = {"-v", "--verbose"},
            description = "Log details.")
    private boolean verbose;

    /** The command line with all its sub-commands; errors are one line on standard error. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new HomuCommand());
        line.setParameterExceptionHandler(HomuCommand::wrongUsage);
        line.setExecutionExceptionHandler(HomuCommand::failed);
        return line;
    }

    @Override
    public Integer call() throws Run.Refused, InterruptedException {
        Logging.to(System.out, verbose);
        Optional<ServerConfiguration> configuration =
                options.read(spec.commandLine().getErr()).configuration();
        return configuration.isEmpty() ? CommandLine.ExitCode.SOFTWARE : Run.run(configuration.get());
    }

    ConfigurationOptions options() {
        return options;
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
