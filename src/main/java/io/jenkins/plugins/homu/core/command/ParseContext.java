package io.jenkins.plugins.homu.core.command;

import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * What the meaning of a comment depends on, besides its text.
 *
 * @param botName the bot's login; a leading {@code @} and GitHub's suffix {@code [bot]} of an App's login are dropped
 * @param hooks the names of the hooks that the settings define; written exactly so
 * @param headSha the head commit when the comment was written, 40 hex digits; null: not known
 */
public record ParseContext(String botName, Set<String> hooks, String headSha) {
    static final String APP_SUFFIX = "[bot]";

    public ParseContext {
        Objects.requireNonNull(botName, "botName");
        botName = botName.strip();
        if (botName.startsWith("@")) {
            botName = botName.substring(1);
        }
        if (botName.endsWith(APP_SUFFIX)) {
            botName = botName.substring(0, botName.length() - APP_SUFFIX.length());
        }
        if (botName.isEmpty()) {
            throw new IllegalArgumentException("The bot's name is empty: give the login that comments address");
        }
        hooks = Set.copyOf(hooks);
        headSha = headSha == null ? null : headSha.toLowerCase(Locale.ROOT);
    }

    /** A context without hooks and without a known head. */
    public static ParseContext of(String botName) {
        return new ParseContext(botName, Set.of(), null);
    }
}
