package io.jenkins.plugins.homu.core.message;

import static io.jenkins.plugins.homu.core.message.Markdown.code;

/** What the bot writes of those that it has to ask: GitHub about rights. */
public final class OutsideMessages {
    private OutsideMessages() {}

    public static String approverUnchecked(String login, String trouble) {
        return ":key: All builders passed, but GitHub could not be asked whether " + code(login)
                + ", who approved this pull request, may still do so. It is not merged until that is known; I keep asking."
                + (trouble.isBlank() ? "" : "\n\n" + Markdown.sentence(trouble));
    }
}
