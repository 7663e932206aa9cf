package io.jenkins.plugins.homu.git;

import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.port.HttpProxy;
import io.jenkins.plugins.homu.port.Proxies;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the git program is used.
 *
 * @param executable its name, looked for in PATH, or its path
 * @param directory where a bare cache of each repository is kept; made when it is needed
 * @param remoteUrl address of a repository, with {@code {owner}} and {@code {name}} in it
 * @param sshKey private key for addresses of SSH, as the text of its file. A secret; empty: what SSH finds itself
 * @param knownHosts lines as in the file {@code known_hosts} of SSH; empty: what SSH finds itself
 * @param proxy address of a proxy for HTTP, which may hold a password; empty: what the environment says
 * @param patience how long one call of git may take
 */
public record GitSettings(
        String executable,
        Path directory,
        String remoteUrl,
        Optional<String> sshKey,
        Optional<String> knownHosts,
        Optional<String> proxy,
        Duration patience) {
    public static final Duration DEFAULT_PATIENCE = Duration.ofMinutes(15);

    private static final Pattern SCHEME = Pattern.compile("([a-z][a-z0-9+.-]*)://.+", Pattern.CASE_INSENSITIVE);
    private static final Pattern SCP = Pattern.compile("[A-Za-z0-9_.-]+@[A-Za-z0-9_.-]+:[^:].*");

    /** @throws IllegalArgumentException when the address is none that can be used; the message says why */
    public GitSettings {
        protocolOf(remoteUrl);
    }

    /** With the hosts that SSH knows itself. */
    public GitSettings(
            String executable,
            Path directory,
            String remoteUrl,
            Optional<String> sshKey,
            Optional<String> proxy,
            Duration patience) {
        this(executable, directory, remoteUrl, sshKey, Optional.empty(), proxy, patience);
    }

    /** With the plain git, over HTTPS. @param htmlUrl of GitHub's pages, without a slash at the end */
    public static GitSettings of(Path directory, URI htmlUrl) {
        return new GitSettings(
                "git",
                directory,
                htmlUrl + "/{owner}/{name}.git",
                Optional.empty(),
                Optional.empty(),
                DEFAULT_PATIENCE);
    }

    public GitSettings withRemoteUrl(String template) {
        return new GitSettings(executable, directory, template, sshKey, knownHosts, proxy, patience);
    }

    /** @param key a private key, as the text of its file */
    public GitSettings withSshKey(String key) {
        return new GitSettings(executable, directory, remoteUrl, Optional.of(key), knownHosts, proxy, patience);
    }

    /** @param lines as in the file {@code known_hosts} of SSH */
    public GitSettings withKnownHosts(String lines) {
        return new GitSettings(executable, directory, remoteUrl, sshKey, Optional.of(lines), proxy, patience);
    }

    public GitSettings withProxy(String url) {
        return new GitSettings(executable, directory, remoteUrl, sshKey, knownHosts, Optional.of(url), patience);
    }

    /** By HTTP through the proxy that leads there, if one does. */
    public GitSettings behind(Proxies proxies) {
        return isHttp()
                ? proxies.to(URI.create(remoteUrl.replaceAll("[{}]", "")))
                        .map(HttpProxy::url)
                        .map(this::withProxy)
                        .orElse(this)
                : this;
    }

    /** Where a repository is. */
    public String urlOf(RepositoryId repository) {
        return remoteUrl.replace("{owner}", repository.owner()).replace("{name}", repository.name());
    }

    /** The one protocol that git may speak. */
    String protocol() {
        return protocolOf(remoteUrl);
    }

    boolean isHttp() {
        return protocol().startsWith("http");
    }

    public boolean isSsh() {
        return protocol().equals("ssh");
    }

    private static String protocolOf(String url) {
        Matcher scheme = SCHEME.matcher(url);
        String protocol = scheme.matches()
                ? scheme.group(1).toLowerCase(Locale.ROOT)
                : SCP.matcher(url).matches() ? "ssh" : "";
        return switch (protocol) {
            case "https", "http" -> {
                URI uri = URI.create(url.replace("{owner}", "owner").replace("{name}", "name"));
                if (uri.getHost() == null || uri.getRawUserInfo() != null) {
                    throw new IllegalArgumentException(
                            "must be an address without a user or a password in it, such as https://github.com/{owner}/{name}.git");
                }
                if (uri.getPort() > 65535) {
                    throw new IllegalArgumentException("has a port above 65535");
                }
                yield protocol;
            }
            case "ssh", "file" -> protocol;
            default ->
                throw new IllegalArgumentException(
                        "must begin with https://, http://, ssh:// or file://, or be written as"
                                + " git@github.com:{owner}/{name}.git");
        };
    }

    /** Without secrets. */
    @Override
    public String toString() {
        return executable + " " + remoteUrl + " in " + directory;
    }
}
