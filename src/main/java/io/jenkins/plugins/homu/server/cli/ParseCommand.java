package io.jenkins.plugins.homu.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.homu.core.command.CommandParser;
import io.jenkins.plugins.homu.core.command.ParseContext;
import io.jenkins.plugins.homu.markdown.MarkdownReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code homu parse}: what a comment would be understood as. Nothing is executed, nothing is asked from GitHub. */
@Command(
        name = "parse",
        mixinStandardHelpOptions = true,
        versionProvider = HomuCommand.Version.class,
        description = "Reads a comment on standard input and prints its commands and errors as a JSON array.")
public final class ParseCommand implements Callable<Integer> {
    /** More than the longest comment takes in UTF-8; the rest of the input is not read. */
    private static final int MAX_BYTES = 4 * 65_536 + 4;

    private static final Pattern SHA = Pattern.compile("[0-9a-fA-F]{4,40}");

    @Spec
    private CommandSpec spec;

    @Option(names = "--bot", required = true, paramLabel = "NAME", description = "The login that comments address.")
    private String bot;

    @Option(names = "--hooks", split = ",", paramLabel = "NAME", description = "The hooks of the settings.")
    private List<String> hooks = new ArrayList<>();

    @Option(names = "--head", paramLabel = "SHA", description = "The head of the pull request.")
    private String head;

    private final InputStream in;
    private final PrintStream out;

    ParseCommand() {
        this(System.in, System.out);
    }

    ParseCommand(InputStream in, PrintStream out) {
        this.in = in;
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        if (head != null && !SHA.matcher(head).matches()) {
            throw new ParameterException(spec.commandLine(), "--head takes 4 to 40 hex digits");
        }
        if (bot.replace("@", "").isBlank()) {
            throw new ParameterException(spec.commandLine(), "--bot takes the login of the bot, such as homu");
        }
        Set<String> names = hooks.stream()
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
        String body = new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
        out.write((json(body, new ParseContext(bot, names, head)) + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
        return CommandLine.ExitCode.OK;
    }

    /** The commands and errors of a comment as a JSON array, in the order of its text. */
    static String json(String body, ParseContext context) throws JsonProcessingException {
        CommandJson json = new CommandJson();
        List<String> lines = new MarkdownReader().readableLines(body);
        return new ObjectMapper()
                .writeValueAsString(CommandParser.parse(lines, context).stream()
                        .map(command -> command.accept(json))
                        .toList());
    }
}
