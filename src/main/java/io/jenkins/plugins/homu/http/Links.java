package io.jenkins.plugins.homu.http;

import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Addresses of our own pages and of GitHub's. Every part that comes from outside is percent-encoded.
 *
 * @param context where the application is mounted; empty, or such as {@code /homu}
 * @param html address of GitHub's pages without a slash at the end
 */
record Links(String context, String html) {
    private static final String PLAIN = "-._~";

    String index() {
        return context + "/";
    }

    /** @param spec a label, several joined with a plus, or {@code all} */
    String queue(String spec) {
        return context + "/queue/" + path(spec);
    }

    String results(String label, int number) {
        return results(label) + number;
    }

    /** What the addresses of all pull requests of a repository begin with. */
    String results(String label) {
        return context + "/results/" + path(label) + "/";
    }

    /** Where a rollup is asked for. */
    String rollup(String label) {
        return context + "/rollup/" + path(label);
    }

    String retries(String label) {
        return context + "/retry_log/" + path(label);
    }

    String events(String spec) {
        return context + "/api/events?queue=" + encode(spec);
    }

    String asset(String path) {
        return context + path;
    }

    String repository(RepositoryId repository) {
        return html + "/" + encode(repository.owner()) + "/" + encode(repository.name());
    }

    String pull(RepositoryId repository, int number) {
        return repository(repository) + "/pull/" + number;
    }

    String commit(RepositoryId repository, CommitSha commit) {
        return repository(repository) + "/commit/" + commit;
    }

    /** @param login of a person, or of an app as {@code name[bot]} */
    String user(String login) {
        String bot = "[bot]";
        return login.endsWith(bot)
                ? html + "/apps/" + encode(login.substring(0, login.length() - bot.length()))
                : html + "/" + encode(login);
    }

    /** An address that others gave us, fit for a link: absolute, http or https; empty for everything else. */
    static Optional<String> foreign(String url) {
        try {
            URI uri = new URI(url);
            String scheme = uri.getScheme();
            boolean web = scheme != null && scheme.toLowerCase(Locale.ROOT).matches("https?");
            return web && uri.getHost() != null ? Optional.of(uri.toASCIIString()) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** A label as the path shows it: slashes stay, for the path of a queue may hold them. */
    private static String path(String text) {
        return encode(text).replace("%2F", "/").replace("%2B", "+");
    }

    static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || PLAIN.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append('%')
                        .append(Character.toUpperCase(Character.forDigit(c >> 4, 16)))
                        .append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
            }
        }
        return encoded.toString();
    }
}
