package io.jenkins.plugins.homu.server.cli;

import io.jenkins.plugins.homu.server.configuration.ConfigurationReader;
import io.jenkins.plugins.homu.server.configuration.ServerConfiguration;
import java.io.PrintWriter;
import picocli.CommandLine.Command;

/** {@code homu check}: what is wrong with the configuration. Nothing is opened, nobody is asked. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        versionProvider = HomuCommand.Version.class,
        description = "Reads the configuration and prints what is wrong with it, one line each.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:the server would start", "1:it would not", "2:wrong usage"})
final class CheckCommand extends ConfiguredCommand {
    @Override
    void run(ConfigurationReader.Result result, ServerConfiguration configuration, PrintWriter out) {
        int repositories = configuration.repositories().size();
        int warnings = result.problems().size();
        out.println(result.file() + ": fine, " + repositories + (repositories == 1 ? " repository" : " repositories")
                + (warnings == 0 ? "" : ", " + warnings + (warnings == 1 ? " warning" : " warnings")));
    }
}
