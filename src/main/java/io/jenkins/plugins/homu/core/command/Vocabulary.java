package io.jenkins.plugins.homu.core.command;

import io.jenkins.plugins.homu.core.model.Delegation.Level;
import io.jenkins.plugins.homu.core.model.RollupMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The words that the parser knows, apart from the hooks. The order decides between suggestions that are equally close. */
final class Vocabulary {
    /** Words that are a whole command whatever follows. */
    static final Map<String, Command> SIMPLE = simple();

    /** Words whose meaning depends on what follows. */
    static final List<String> OPENING = List.of("r+", "try");

    /** What stands before a {@code =}. */
    static final List<String> KEYS =
            List.of("r", "p", "priority", "rollup", "delegate", "treeclosed", "note", "parent", "jobs");

    /** Words of other bots, and what they are called here. */
    static final Map<String, String> ELSEWHERE = Map.ofEntries(
            Map.entry("merge", "r+"),
            Map.entry("approve", "r+"),
            Map.entry("approved", "r+"),
            Map.entry("lgtm", "r+"),
            Map.entry("unapprove", "r-"),
            Map.entry("reject", "r-"),
            Map.entry("untry", "try-"),
            Map.entry("d+", "delegate+"),
            Map.entry("d-", "delegate-"),
            Map.entry("delegate", "delegate+"),
            Map.entry("undelegate", "delegate-"),
            Map.entry("unsquash", "squash-"),
            Map.entry("stop", "cancel"),
            Map.entry("abort", "cancel"),
            Map.entry("rebuild", "retry"),
            Map.entry("recheck", "retry"),
            Map.entry("status", "info"),
            Map.entry("commands", "help"));

    private Vocabulary() {}

    private static Map<String, Command> simple() {
        Map<String, Command> words = new LinkedHashMap<>();
        words.put("r-", new Command.Unapprove());
        words.put("delegate+", new Command.Delegate(null, Level.REVIEW));
        words.put("delegate-", new Command.Undelegate());
        words.put("retry", new Command.Retry());
        words.put("try-", new Command.CancelTry());
        words.put("rollup", new Command.SetRollup(RollupMode.ALWAYS));
        words.put("rollup-", new Command.SetRollup(RollupMode.MAYBE));
        words.put("treeclosed-", new Command.TreeOpen());
        words.put("treeopen", new Command.TreeOpen());
        words.put("force", new Command.Force());
        words.put("clean", new Command.Clean());
        words.put("cancel", new Command.Cancel());
        words.put("yield", new Command.Cancel());
        words.put("squash", new Command.Squash());
        words.put("squash-", new Command.Unsquash());
        words.put("info", new Command.Info());
        words.put("why", new Command.Why());
        words.put("help", new Command.Help());
        words.put("ping", new Command.Ping());
        words.put("hello?", new Command.Ping());
        return words;
    }

    /** All words without a value, for suggestions. */
    static List<String> words(Set<String> hooks) {
        List<String> words = new ArrayList<>(OPENING);
        words.addAll(SIMPLE.keySet());
        hooks.stream().sorted().forEach(words::add);
        return words;
    }

    /** All keys, for suggestions. */
    static List<String> keys(Set<String> hooks) {
        List<String> keys = new ArrayList<>(KEYS);
        hooks.stream().sorted().forEach(keys::add);
        return keys;
    }
}
