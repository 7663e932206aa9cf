package io.jenkins.plugins.homu.server.configuration;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Names of GitHub's users. */
final class Logins {
    /** Also those of Enterprise's managed users ({@code name_company}) and of apps ({@code name[bot]}). */
    private static final Pattern LOGIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,99}(?:\\[bot\\])?");

    private Logins() {}

    static boolean isLogin(String text) {
        return LOGIN.matcher(text).matches();
    }

    static Set<String> read(Section section, String key) {
        Set<String> logins = new LinkedHashSet<>();
        for (String entry : section.texts(key)) {
            String login = entry.startsWith("@") ? entry.substring(1) : entry;
            if (isLogin(login)) {
                logins.add(login);
            } else {
                section.warning(key, "\"" + entry + "\" can't be a login on GitHub, so nobody gets a right by it");
            }
        }
        return logins;
    }
}
