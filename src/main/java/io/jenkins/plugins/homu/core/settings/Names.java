package io.jenkins.plugins.homu.core.settings;

import java.util.Set;
import java.util.regex.Pattern;

/** What can be a name on GitHub, for those who read configurations. */
public final class Names {
    /** Also those of Enterprise's managed users ({@code name_company}) and of apps ({@code name[bot]}). */
    private static final Pattern LOGIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}(?:\\[bot\\])?");

    private static final Pattern HOOK = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,49}");
    private static final Pattern TEAM =
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}/[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");

    private static final Pattern BRANCH = Pattern.compile("[A-Za-z0-9_{][A-Za-z0-9_{}./+-]{0,199}");
    private static final Pattern LABEL = Pattern.compile("[\\P{Cntrl}&&[^\\u2028\\u2029]]{1,100}");
    /** The last is the base of each pull request itself. */
    private static final Set<String> BASES = Set.of("main", "master", "{base}");

    private Names() {}

    public static boolean isLogin(String text) {
        return LOGIN.matcher(text).matches();
    }

    /** Whether it can be the word of a command that the configuration adds. */
    public static boolean isHook(String text) {
        return HOOK.matcher(text).matches();
    }

    /** Whether it can be a team: {@code organisation/team}, by the names in its address. */
    public static boolean isTeam(String text) {
        return TEAM.matcher(text).matches();
    }

    /** Whether it can be a branch of the bot's own; {@code {base}} and {@code {number}} may be in it. */
    public static boolean isBranch(String text) {
        return BRANCH.matcher(text).matches()
                && !text.contains("..")
                && !text.contains("//")
                && !text.contains("/.")
                && !text.endsWith("/")
                && !text.endsWith(".")
                && !text.endsWith(".lock")
                && !text.startsWith("refs/");
    }

    /** Whether people work on a branch of that name, here or nearly everywhere, so that it must not be overwritten. */
    public static boolean isUsualBase(String branch) {
        return BASES.contains(branch);
    }

    /** Whether a repository can be called that in the configuration. */
    public static boolean isLabel(String text) {
        return LABEL.matcher(text).matches();
    }
}
