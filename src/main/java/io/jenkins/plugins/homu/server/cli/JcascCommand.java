package io.jenkins.plugins.homu.server.cli;

import io.jenkins.plugins.homu.server.configuration.ConfigurationReader;
import io.jenkins.plugins.homu.server.configuration.ServerConfiguration;
import io.jenkins.plugins.homu.server.jcasc.JenkinsYaml;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;

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
final class JcascCommand extends ConfiguredCommand {
    @Override
    void run(ConfigurationReader.Result result, ServerConfiguration configuration, PrintWriter out) {
        List<String> warnings = result.problems().stream()
                .map(problem -> problem.describe(result.file()))
                .toList();
        // Line ends as in the rest of it, also where println would write others.
        out.print(JenkinsYaml.of(configuration, result.file(), warnings));
    }
}
