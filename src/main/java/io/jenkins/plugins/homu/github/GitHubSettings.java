package io.jenkins.plugins.homu.github;

import io.jenkins.plugins.homu.port.Proxies;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * How to reach GitHub, or a server that speaks like it.
 *
 * @param apiUrl REST root without a slash at the end; GitHub Enterprise Server: {@code https://host/api/v3}
 * @param graphqlUrl where GraphQL is spoken
 * @param proxies through which it is reached
 * @param connectTimeout until a connection stands
 * @param callTimeout for one whole request with its answer
 * @param contentPerMinute comments, statuses and reactions that may be posted in any minute; GitHub allows 80
 * @param contentPerHour the same in any hour; GitHub allows 500
 */
public record GitHubSettings(
        URI apiUrl,
        URI graphqlUrl,
        GitHubCredentials credentials,
        Proxies proxies,
        Duration connectTimeout,
        Duration callTimeout,
        int contentPerMinute,
        int contentPerHour) {

    public static final URI DEFAULT_API_URL = URI.create("https://api.github.com");

    private static final String ENTERPRISE_PATH = "/api/v3";

    /** @throws IllegalArgumentException when an address is none, or holds a user or a query */
    public GitHubSettings {
        apiUrl = checked(apiUrl, "api_url");
        graphqlUrl = checked(graphqlUrl, "graphql_url");
        if (contentPerMinute < 1 || contentPerHour < 1) {
            throw new IllegalArgumentException("At least one comment has to be allowed in a minute and in an hour");
        }
    }

    /** For github.com. */
    public static GitHubSettings of(GitHubCredentials credentials) {
        return of(DEFAULT_API_URL, Optional.empty(), credentials);
    }

    /** @param graphqlUrl empty: derived from the REST root as GitHub lays them out */
    public static GitHubSettings of(URI apiUrl, Optional<URI> graphqlUrl, GitHubCredentials credentials) {
        return new GitHubSettings(
                apiUrl,
                graphqlUrl.orElseGet(() -> graphqlUrlFor(checked(apiUrl, "api_url"))),
                credentials,
                Proxies.SYSTEM,
                Duration.ofSeconds(10),
                Duration.ofSeconds(60),
                80,
                500);
    }

    /** The same GitHub for somebody else. */
    public GitHubSettings withCredentials(GitHubCredentials others) {
        return new GitHubSettings(
                apiUrl, graphqlUrl, others, proxies, connectTimeout, callTimeout, contentPerMinute, contentPerHour);
    }

    public GitHubSettings withProxies(Proxies others) {
        return new GitHubSettings(
                apiUrl, graphqlUrl, credentials, others, connectTimeout, callTimeout, contentPerMinute, contentPerHour);
    }

    public GitHubSettings withTimeouts(Duration connect, Duration call) {
        return new GitHubSettings(
                apiUrl, graphqlUrl, credentials, proxies, connect, call, contentPerMinute, contentPerHour);
    }

    public GitHubSettings withContentLimits(int perMinute, int perHour) {
        return new GitHubSettings(
                apiUrl, graphqlUrl, credentials, proxies, connectTimeout, callTimeout, perMinute, perHour);
    }

    /** Where people see pull requests, for a REST root laid out as GitHub does it; without a slash at the end. */
    public static URI pagesBeside(URI apiUrl) {
        String text = checked(apiUrl, "api_url").toString();
        if (text.equals(DEFAULT_API_URL.toString())) {
            return URI.create("https://github.com");
        }
        // GitHub Enterprise Cloud with data residency: https://api.TENANT.ghe.com
        String host = apiUrl.getHost().toLowerCase(Locale.ROOT);
        if (host.startsWith("api.") && host.endsWith(".ghe.com")) {
            return URI.create(text.replaceFirst("(?i)://api\\.", "://"));
        }
        return URI.create(
                text.endsWith(ENTERPRISE_PATH) ? text.substring(0, text.length() - ENTERPRISE_PATH.length()) : text);
    }

    private static URI graphqlUrlFor(URI apiUrl) {
        String text = apiUrl.toString();
        return URI.create(
                text.endsWith(ENTERPRISE_PATH)
                        ? text.substring(0, text.length() - ENTERPRISE_PATH.length()) + "/api/graphql"
                        : text + "/graphql");
    }

    private static URI checked(URI url, String name) {
        boolean http = "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
        if (!http || url.getHost() == null || url.getRawUserInfo() != null || url.getRawQuery() != null) {
            throw new IllegalArgumentException(
                    name + " has to be an address such as https://api.github.com, without user, password or query");
        }
        String text = url.toString();
        return text.endsWith("/") ? URI.create(text.replaceAll("/+$", "")) : url;
    }
}
