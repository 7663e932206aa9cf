package io.jenkins.plugins.homu.server.configuration;

import io.jenkins.plugins.homu.core.settings.MergeSettings.Committer;
import io.jenkins.plugins.homu.git.GitSettings;
import io.jenkins.plugins.homu.server.configuration.ServerConfiguration.GitHub;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Reads the table {@code [git]}. */
final class GitReader {
    private static final String CACHE = "cache";

    private GitReader() {}

    /**
     * What it says.
     *
     * @param settings empty: the git program is not to be used
     * @param committer empty: the bot
     */
    record Local(Optional<GitSettings> settings, Optional<Committer> committer) {}

    static Local read(Section section, GitHub github) {
        boolean local = section.flag("local_git", false);
        Optional<String> key = section.filled("ssh_key");
        Optional<String> hosts = section.filled("known_hosts");
        Optional<String> url = section.filled("remote_url");
        Path directory = directory(section);
        Optional<Committer> committer = committer(section);
        GitSettings settings = GitSettings.of(directory, github.htmlUrl());
        if (url.isPresent()) {
            settings = tried(section, settings, it -> it.withRemoteUrl(url.get()));
        } else if (key.isPresent()) {
            // The original always went by SSH.
            String host = github.htmlUrl().getHost();
            settings = settings.withRemoteUrl("git@" + host + ":{owner}/{name}.git");
        }
        if (key.isPresent()) {
            if (!settings.remoteUrl().startsWith("ssh") && settings.remoteUrl().contains("://")) {
                section.error(
                        "ssh_key",
                        "is of no use to an address that is not one of SSH; change remote_url, or remove it");
            }
            settings = settings.withSshKey(key.get());
        }
        if (hosts.isPresent()) {
            if (!settings.isSsh()) {
                section.error("known_hosts", "is of no use to an address that is not one of SSH; remove it");
            }
            settings = settings.withKnownHosts(hosts.get());
        }
        settings = settings.behind(github.api().proxies());
        if (!local) {
            for (String unused : new String[] {"ssh_key", "known_hosts", "remote_url", "cache_dir"}) {
                if (section.has(unused)) {
                    section.warning(unused, "has no effect without local_git = true");
                }
            }
        }
        section.finish();
        return new Local(local ? Optional.of(settings) : Optional.empty(), committer);
    }

    private static GitSettings tried(Section section, GitSettings settings, UnaryOperator<GitSettings> change) {
        try {
            return change.apply(settings);
        } catch (IllegalArgumentException e) {
            section.error("remote_url", String.valueOf(e.getMessage()));
            return settings;
        }
    }

    private static Path directory(Section section) {
        String name = section.filled("cache_dir").orElse(CACHE);
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            section.error("cache_dir", "can't be the name of a directory: " + e.getReason());
            return Path.of(CACHE);
        }
    }

    /** The fork's {@code name} and {@code email}; its sample has {@code user}, which its program doesn't read. */
    private static Optional<Committer> committer(Section section) {
        Optional<String> name = section.filled("name");
        Optional<String> email = section.filled("email");
        section.meaningless("user");
        return name.isPresent() || email.isPresent()
                ? Optional.of(new Committer(name.orElse(""), email.orElse("")))
                : Optional.empty();
    }
}
