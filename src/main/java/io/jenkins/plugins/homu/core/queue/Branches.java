package io.jenkins.plugins.homu.core.queue;

/** Names of the bot's own branches. */
public final class Branches {
    private Branches() {}

    /** @param template of the settings; may hold {@code {base}} and {@code {number}} */
    public static String named(String template, String baseRef, int number) {
        return template.replace("{base}", baseRef).replace("{number}", Integer.toString(number));
    }

    /**
     * Where merges are made before the CI branch is moved to them once. A branch beside the CI branch, so that two
     * CI branches never share one; no slash is added, for git can't have both {@code x} and {@code x/y}.
     */
    public static String scratchFor(String ciBranch) {
        return "homu-tmp-" + ciBranch;
    }
}
