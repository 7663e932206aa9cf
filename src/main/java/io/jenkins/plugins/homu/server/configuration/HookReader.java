package io.jenkins.plugins.homu.server.configuration;

import io.jenkins.plugins.homu.core.command.CommandParser;
import io.jenkins.plugins.homu.core.settings.HookSettings;
import io.jenkins.plugins.homu.core.settings.HookSettings.Access;
import io.jenkins.plugins.homu.core.settings.Names;
import io.jenkins.plugins.homu.port.WebAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the tables {@code [hooks.NAME]}: commands that the configuration adds. */
final class HookReader {
    /** @param endpoint may hold secrets, and is never printed */
    record Hook(HookSettings settings, URI endpoint) {
        @Override
        public String toString() {
            return settings.name();
        }
    }

    private HookReader() {}

    static List<Hook> read(Section root) {
        List<Hook> hooks = new ArrayList<>();
        Set<String> words = new HashSet<>();
        root.table("hooks")
                .map(section -> section.tables("NAME"))
                .orElse(Map.of())
                .forEach((name, section) -> {
                    one(name, section).ifPresent(hook -> {
                        if (words.add(hook.settings().name())) {
                            hooks.add(hook);
                        } else {
                            section.error("trigger", "another hook has this word already; choose another");
                        }
                    });
                    section.finish();
                });
        return hooks;
    }

    private static Optional<Hook> one(String name, Section section) {
        String word = section.filled("trigger").orElse(name);
        if (!Names.isHook(word)) {
            section.error(
                    "trigger", "must be one word of letters, digits and _ . - that begins with a letter or digit");
        } else if (CommandParser.isCommand(word)) {
            section.error("trigger", "the bot has a command \"" + word + "\" already; choose another word");
        }
        boolean realtime = section.flag("realtime", true);
        boolean hasResponse = section.flag("has_response", false);
        if (hasResponse && !realtime) {
            section.warning("has_response", "has no effect without realtime, as in the original: nothing is posted");
        }
        HookSettings settings = new HookSettings(word, access(section), realtime, hasResponse && realtime);
        return endpoint(section).map(endpoint -> new Hook(settings, endpoint));
    }

    private static Access access(Section section) {
        String word = section.filled("access").orElse("reviewer");
        if (!word.equals("try") && !word.equals("reviewer")) {
            section.error("access", "must be \"try\" or \"reviewer\"");
        }
        return word.equals("try") ? Access.TRY : Access.REVIEWER;
    }

    /** Unlike other addresses it may have a query, which may hold a secret: so it is never repeated in a message. */
    private static Optional<URI> endpoint(Section section) {
        Optional<String> text = section.required("endpoint", "it is the address that is called for the command");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(WebAddress.withQuery(text.get(), "https://host/path"));
        } catch (IllegalArgumentException e) {
            section.error("endpoint", String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
