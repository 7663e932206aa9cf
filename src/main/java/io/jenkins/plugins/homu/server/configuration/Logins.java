package io.jenkins.plugins.homu.server.configuration;

import io.jenkins.plugins.homu.core.settings.Names;
import java.util.LinkedHashSet;
import java.util.Set;

/** Names of GitHub's users. */
final class Logins {
    private Logins() {}

    static Set<String> read(Section section, String key) {
        Set<String> logins = new LinkedHashSet<>();
        for (String entry : section.texts(key)) {
            String login = entry.startsWith("@") ? entry.substring(1) : entry;
            if (Names.isLogin(login)) {
                logins.add(login);
            } else {
                section.warning(key, "\"" + entry + "\" can't be a login on GitHub, so nobody gets a right by it");
            }
        }
        return logins;
    }
}
