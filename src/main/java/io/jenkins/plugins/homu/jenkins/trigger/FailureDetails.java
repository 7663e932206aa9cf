package io.jenkins.plugins.homu.jenkins.trigger;

import hudson.ExtensionList;
import hudson.model.Run;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import jenkins.model.CauseOfInterruption;

/** What to tell a pull request of a build that failed: the stage, the tests, the end of the log as Jenkins shows it. */
final class FailureDetails {
    private static final Logger LOGGER = Logger.getLogger(FailureDetails.class.getName());
    private static final int MOST_TESTS = 20;
    private static final int LINES_READ = 200;
    private static final int LOG_LINES = 25;
    /** Of a stack trace, the message and where it was thrown say most. */
    private static final int FRAMES = 3;

    private static final Pattern FRAME = Pattern.compile("\\s+at [\\w.$/@<>-]+\\(.*\\)\\s*");
    private static final int LONGEST_LINE = 200;
    /** What a comment shows of it is no longer. */
    private static final int LONGEST = 1900;

    private FailureDetails() {}

    static String headline(Run<?, ?> run, List<CauseOfInterruption> causes) {
        Optional<String> stage = ExtensionList.lookup(FailureDescriber.class).stream()
                .flatMap(describer -> describer.stage(run).stream())
                .findFirst();
        String what = causes.isEmpty()
                ? String.valueOf(run.getResult()).toLowerCase(java.util.Locale.ROOT)
                : causes.get(0).getShortDescription();
        return stage.map(name -> "Stage " + name + ": " + what).orElse(what);
    }

    static String of(Run<?, ?> run) {
        StringBuilder text = new StringBuilder();
        List<String> tests = ExtensionList.lookup(FailureDescriber.class).stream()
                .flatMap(describer -> describer.failedTests(run, MOST_TESTS).stream())
                .limit(MOST_TESTS)
                .toList();
        if (!tests.isEmpty()) {
            text.append("Failed tests:\n");
            tests.forEach(test -> text.append("  ").append(cut(test)).append('\n'));
            text.append('\n');
        }
        List<String> log = log(run);
        int room = LONGEST - text.length();
        List<String> shown = new ArrayList<>();
        for (int i = log.size() - 1; i >= 0 && room > 0; i--) {
            String line = cut(log.get(i));
            room -= line.length() + 1;
            if (room > 0) {
                shown.add(0, line);
            }
        }
        shown.forEach(line -> text.append(line).append('\n'));
        return text.toString().stripTrailing();
    }

    /** Secrets were masked when it was written. */
    private static List<String> log(Run<?, ?> run) {
        try {
            return withoutFrames(run.getLog(LINES_READ));
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, e, () -> "The log of " + run + " can't be read");
            return List.of("(The log can't be read.)");
        }
    }

    /** The end of it, with stack traces cut short. */
    static List<String> withoutFrames(List<String> log) {
        List<String> kept = new ArrayList<>();
        int frames = 0;
        for (String line : log) {
            frames = FRAME.matcher(line).matches() ? frames + 1 : 0;
            if (frames <= FRAMES) {
                kept.add(line);
            } else if (frames == FRAMES + 1) {
                kept.add("\t...");
            }
        }
        return kept.subList(Math.max(0, kept.size() - LOG_LINES), kept.size());
    }

    private static String cut(String line) {
        return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "...";
    }
}
