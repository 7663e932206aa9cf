package io.jenkins.plugins.homu.server.cli;

import io.jenkins.plugins.homu.server.configuration.ConfigurationReader;
import io.jenkins.plugins.homu.server.configuration.ServerConfiguration;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** A sub-command that is about the configuration, and does nothing where that has errors. */
abstract class ConfiguredCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @ParentCommand
    private HomuCommand parent;

    @Mixin
    private ConfigurationOptions options;

    @Override
    public final Integer call() throws Exception {
        CommandLine line = spec.commandLine();
        ConfigurationReader.Result result = options.or(parent.options()).read(line.getErr());
        Optional<ServerConfiguration> configuration = result.configuration();
        if (configuration.isEmpty()) {
            return CommandLine.ExitCode.SOFTWARE;
        }
        PrintWriter out = line.getOut();
        try {
            run(result, configuration.get(), out);
        } finally {
            out.flush();
        }
        return CommandLine.ExitCode.OK;
    }

    /** @param result whose problems are printed already */
    abstract void run(ConfigurationReader.Result result, ServerConfiguration configuration, PrintWriter out)
            throws Exception;
}
