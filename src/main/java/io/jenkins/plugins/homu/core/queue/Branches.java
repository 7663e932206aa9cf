package io.jenkins.plugins.homu.core.queue;

import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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

    /**
     * Whether a branch is, or could be, one that the bot moves by force before anything is tested. Such a branch can't be
     * the base of a pull request that is to be merged.
     */
    public static boolean isOurs(String branch, RepositorySettings settings) {
        RepositorySettings.Branches own = settings.branches();
        return matches(branch, own.auto())
                || matches(branch, own.tryBranch())
                || matches(branch, scratchFor(own.auto()))
                || matches(branch, scratchFor(own.tryBranch()))
                || branch.startsWith(scratchFor(own.rollup()));
    }

    private static boolean matches(String branch, String template) {
        if (template.indexOf('{') < 0) {
            return branch.equals(template);
        }
        String pattern = Arrays.stream(template.split("\\{(?:base|number)\\}", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".+"));
        return branch.matches(pattern);
    }
}
