package io.jenkins.plugins.homu.server.configuration;

import io.jenkins.plugins.homu.core.settings.Names;
import io.jenkins.plugins.homu.github.GitHubCredentials;
import io.jenkins.plugins.homu.github.GitHubSettings;
import io.jenkins.plugins.homu.port.Proxies;
import io.jenkins.plugins.homu.port.WebAddress;
import io.jenkins.plugins.homu.server.configuration.ServerConfiguration.GitHub;
import io.jenkins.plugins.homu.server.configuration.ServerConfiguration.OAuth;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads the table {@code [github]}. */
final class GitHubReader {
    private static final int MOST_CONTENT = 1_000_000;
    /** Stands in after an error, so that the rest is looked at as well. */
    private static final GitHubCredentials NO_CREDENTIALS = new GitHubCredentials.Token("none");

    private GitHubReader() {}

    /** @param everywhere the proxies for everything outside, where it names none of its own */
    static GitHub read(Section section, Proxies everywhere) {
        URI api = url(section, "api_url").orElse(GitHubSettings.DEFAULT_API_URL);
        Optional<URI> graphql = url(section, "graphql_url");
        URI html = url(section, "html_url").orElseGet(() -> GitHubSettings.pagesBeside(api));
        Optional<String> botName =
                section.filled("bot_name").map(name -> name.startsWith("@") ? name.substring(1) : name);
        botName.filter(name -> !Names.isLogin(name))
                .ifPresent(name -> section.error("bot_name", "can't be a login on GitHub"));
        GitHubSettings usual = GitHubSettings.of(api, graphql, credentials(section));
        // GitHub Enterprise Server may have limits of its own, or none.
        GitHubSettings settings = usual.withContentLimits(
                section.number("content_per_minute", usual.contentPerMinute(), 1, MOST_CONTENT),
                section.number("content_per_hour", usual.contentPerHour(), 1, MOST_CONTENT));
        Proxies proxies = ProxyReader.proxy(section)
                .map(proxy -> Proxies.through(proxy, everywhere.exceptions()))
                .orElse(everywhere);
        Optional<OAuth> oauth = oauth(section);
        section.finish();
        return new GitHub(settings.withProxies(proxies), html, botName, oauth);
    }

    private static Optional<OAuth> oauth(Section section) {
        Optional<String> id = section.filled("app_client_id");
        Optional<String> secret = section.filled("app_client_secret");
        String scope = section.filled("app_scope").orElse("public_repo");
        if (!scope.matches("(public_repo|repo)( workflow)?")) {
            section.error(
                    "app_scope",
                    "must be \"public_repo\", or \"repo\" where repositories are private; with \" workflow\" behind it where"
                            + " pull requests change the files in .github/workflows");
        }
        String lacking = id.isPresent() ? "app_client_secret" : "app_client_id";
        // Empty as well as reported: it names a variable that is not set.
        if (id.isPresent() != secret.isPresent() && !section.isReported(lacking)) {
            section.error(
                    lacking,
                    "is missing: both are of one OAuth application at https://github.com/settings/developers, by which"
                            + " people sign in on the pages; remove the other one, or add this");
        }
        return id.isPresent() && secret.isPresent()
                ? Optional.of(new OAuth(id.get(), new Secret(secret.get()), scope))
                : Optional.empty();
    }

    private static GitHubCredentials credentials(Section section) {
        Optional<String> token = section.filled("access_token");
        Optional<String> key = section.filled("app_private_key");
        Optional<String> id = section.isNumber("app_id")
                ? Optional.of(String.valueOf(section.number("app_id", 0, 1, Integer.MAX_VALUE)))
                : section.filled("app_id");
        if (id.isEmpty() && key.isEmpty()) {
            section.required(
                    "access_token", "make a token for the bot's account at https://github.com/settings/tokens");
            return token.flatMap(value -> tried(section, "access_token", () -> new GitHubCredentials.Token(value)))
                    .map(GitHubCredentials.class::cast)
                    .orElse(NO_CREDENTIALS);
        }
        if (token.isPresent()) {
            section.error(
                    "access_token",
                    "can't be used together with a GitHub App; remove it, or app_id and app_private_key");
        }
        if (!section.isNumber("app_id")) {
            section.required("app_id", "it is the number of the GitHub App, beside app_private_key");
        }
        section.required("app_private_key", "it is the private key of the GitHub App, as the text of the .pem file");
        // With a key that is known to be good, so that what is wrong is said at the right one of the two.
        return key.flatMap(pem -> tried(section, "app_private_key", () -> GitHubCredentials.App.of("1", pem)))
                .flatMap(app -> tried(section, "app_id", () -> new GitHubCredentials.App(id.orElse("1"), app.key())))
                .map(GitHubCredentials.class::cast)
                .orElse(NO_CREDENTIALS);
    }

    private static <T> Optional<T> tried(Section section, String key, Supplier<T> value) {
        try {
            return Optional.of(value.get());
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            section.error(key, message.startsWith(key + " ") ? message.substring(key.length() + 1) : message);
            return Optional.empty();
        }
    }

    /** An address without a slash at the end. */
    static Optional<URI> url(Section section, String key) {
        return section.filled(key).flatMap(text -> tried(section, key, () -> WebAddress.of(text, "https://host/path")));
    }
}
