package io.jenkins.plugins.homu.core.message;

import static io.jenkins.plugins.homu.core.message.Markdown.code;

/** What the bot writes of those that it asks or calls: GitHub about rights, hooks. */
public final class OutsideMessages {
    private OutsideMessages() {}

    public static String approverUnchecked(String login, String trouble) {
        return ":key: All builders passed, but GitHub could not be asked whether " + code(login)
                + ", who approved this pull request, may still do so. It is not merged until that is known; I keep asking."
                + (trouble.isBlank() ? "" : "\n\n" + Markdown.sentence(trouble));
    }

    public static String gaveWayUnchecked() {
        return ":key: GitHub could not be asked for an hour, so that others go first now. The approval stays: this pull"
                + " request is tested again after another one, or with `retry`.";
    }

    /** What a program of somebody else's said, as it said it. */
    public static String hookAnswered(String hook, String answer) {
        return ":speech_balloon: The hook " + code(hook)
                + (answer.isBlank() ? " has answered without a word." : " answers:\n\n" + Markdown.block(answer));
    }

    public static String hookFailed(String hook, String trouble) {
        return ":boom: Calling the hook " + code(hook) + " failed: " + Markdown.sentence(trouble) + ".";
    }

    public static String hookTooLate(String hook) {
        return ":bulb: This comment reached me late, and the hook " + code(hook)
                + " is called at once only. If it is still wanted, please write it again.";
    }

    public static String hookGone(String hook) {
        return ":disappointed: The hook " + code(hook) + " is not configured any more.";
    }
}
