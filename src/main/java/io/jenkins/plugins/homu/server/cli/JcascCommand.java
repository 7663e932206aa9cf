package io.jenkins.plugins.homu.server.cli;

import io.jenkins.plugins.homu.server.configuration.ConfigurationReader;
import io.jenkins.plugins.homu.server.jcasc.JenkinsYaml;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code homu jcasc}: the configuration in the form that the plugin reads in Jenkins. */
@Command(
        name = "jcasc",
        mixinStandardHelpOptions = true,
        versionProvider = HomuCommand.Version.class,
        description = {
            "Prints the configuration as YAML for Configuration as Code in Jenkins, without secrets: in place of each"
                    + " stands the id of credentials, and comments say which those are and what has no counterpart."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:fine", "1:the configuration has errors", "2:wrong usage"})
final class JcascCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @ParentCommand
    private HomuCommand parent;

    @Mixin
    private ConfigurationOptions options;

    @Override
    public Integer call() {
        ConfigurationReader.Result result =
                options.or(parent.options()).read(spec.commandLine().getErr());
        if (result.configuration().isEmpty()) {
            return CommandLine.ExitCode.SOFTWARE;
        }
        List<String> warnings = result.problems().stream()
                .map(problem -> problem.describe(result.file()))
                .toList();
        PrintWriter out = spec.commandLine().getOut();
        // Line ends as in the rest of it, also where println would write others.
        out.print(JenkinsYaml.of(result.configuration().get(), result.file(), warnings));
        out.flush();
        return CommandLine.ExitCode.OK;
    }
}
