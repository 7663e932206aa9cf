package io.jenkins.plugins.homu.server.cli;

import io.jenkins.plugins.homu.server.configuration.ConfigurationReader;
import io.jenkins.plugins.homu.server.configuration.Problem;
import io.jenkins.plugins.homu.server.configuration.Problem.Severity;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Which configuration to read, and how strictly. */
final class ConfigurationOptions {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "The configuration; without it ./cfg.toml, and ./cfg.json where that is absent.")
    private Path file;

    @Option(names = "--strict", description = "Take warnings about the configuration as errors.")
    private boolean strict;

    /** What both command lines say, where {@code --config} may stand before or after the sub-command. */
    ConfigurationOptions or(ConfigurationOptions outer) {
        ConfigurationOptions both = new ConfigurationOptions();
        both.file = file != null ? file : outer.file;
        both.strict = strict || outer.strict;
        return both;
    }

    /** Reads it and prints what is wrong with it. */
    ConfigurationReader.Result read(PrintWriter err) {
        ConfigurationReader.Result result =
                ConfigurationReader.read(file == null ? ConfigurationReader.DEFAULT_FILE : file, System.getenv());
        if (strict) {
            result = strictly(result);
        }
        for (Problem problem : result.problems()) {
            err.println(problem.describe(result.file()));
        }
        err.flush();
        return result;
    }

    private static ConfigurationReader.Result strictly(ConfigurationReader.Result result) {
        List<Problem> errors = result.problems().stream()
                .map(problem -> new Problem(Severity.ERROR, problem.line(), problem.key(), problem.message()))
                .toList();
        return new ConfigurationReader.Result(
                result.file(), errors.isEmpty() ? result.configuration() : java.util.Optional.empty(), errors);
    }
}
