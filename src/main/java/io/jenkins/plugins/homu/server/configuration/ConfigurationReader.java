package io.jenkins.plugins.homu.server.configuration;

import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import io.jenkins.plugins.homu.http.Application;
import io.jenkins.plugins.homu.port.Proxies;
import io.jenkins.plugins.homu.runtime.RuntimeConfiguration;
import io.jenkins.plugins.homu.runtime.RuntimeConfiguration.Extras;
import io.jenkins.plugins.homu.server.configuration.ServerConfiguration.Admin;
import io.jenkins.plugins.homu.server.configuration.ServerConfiguration.GitHub;
import io.jenkins.plugins.homu.server.configuration.ServerConfiguration.Repository;
import io.jenkins.plugins.homu.server.configuration.ServerConfiguration.Web;
import io.jenkins.plugins.homu.store.DatabaseSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads cfg.toml: the original's settings, those of its Rust fork where the two don't clash, and our own. Never throws for
 * what a file may hold: everything wrong with it is a {@link Problem}. docs/configuration.md has every setting.
 */
public final class ConfigurationReader {
    /** What is read when no other file is named. */
    public static final Path DEFAULT_FILE = Path.of("cfg.toml");

    private static final Path FALLBACK_FILE = Path.of("cfg.json");
    private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);
    private static final Pattern SQLITE_DAYS = Pattern.compile("-\\s*([0-9]{1,5})\\s+days?");
    private static final Pattern TAG = Pattern.compile("<[A-Za-z/!]");
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._~-]+(?:/[A-Za-z0-9._~-]+)*");
    private static final Duration LONGEST_INTERVAL = Duration.ofDays(1);

    private final Problems problems = new Problems();
    private final Map<String, String> environment;

    private ConfigurationReader(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * What reading came to.
     *
     * @param file the file that was read, for {@link Problem#describe}
     * @param configuration empty when there is an error among the problems
     * @param problems in the order of the file
     */
    public record Result(String file, Optional<ServerConfiguration> configuration, List<Problem> problems) {
        public Result {
            problems = List.copyOf(problems);
        }
    }

    /** Reads a file; where {@link #DEFAULT_FILE} is asked for and absent, cfg.json beside it. */
    public static Result read(Path file, Map<String, String> environment) {
        Path chosen =
                file.equals(DEFAULT_FILE) && !Files.exists(file) && Files.exists(FALLBACK_FILE) ? FALLBACK_FILE : file;
        return new ConfigurationReader(environment).readFile(chosen);
    }

    /** Reads a text. @param name of a file; one that ends in {@code .json} holds JSON */
    public static Result parse(String name, String text, Map<String, String> environment) {
        return new ConfigurationReader(environment).parse(name, text);
    }

    private Result readFile(Path file) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return unreadable(
                    file, "there is no such file; write one after docs/cfg.sample.toml, or name another with --config");
        } catch (AccessDeniedException e) {
            return unreadable(file, "is not readable for this user; change its permissions or its owner");
        } catch (IOException e) {
            String cause = Files.isDirectory(file) ? "it is a directory" : String.valueOf(e.getMessage());
            return unreadable(file, "can't be read: " + cause + "; name another file with --config");
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer text = CharBuffer.allocate(bytes.length);
        CoderResult outcome = decoder.decode(ByteBuffer.wrap(bytes), text, true);
        text.flip();
        if (outcome.isError()) {
            int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
            problems.error(line, "", "the file is not UTF-8 here; save it in that encoding");
            return new Result(file.toString(), Optional.empty(), problems.inOrder());
        }
        return parse(file.toString(), text.toString());
    }

    private Result unreadable(Path file, String why) {
        problems.error(0, "", why);
        return new Result(file.toString(), Optional.empty(), problems.inOrder());
    }

    private Result parse(String name, String text) {
        String body = text.startsWith("\uFEFF") ? text.substring(1) : text;
        Interpolation interpolation = new Interpolation(environment, problems);
        Optional<Node.Table> root = name.endsWith(".json")
                ? JsonSource.read(body, interpolation, problems)
                : TomlSource.read(body, interpolation, problems);
        if (root.isEmpty()) {
            return new Result(name, Optional.empty(), problems.inOrder());
        }
        ServerConfiguration configuration = configuration(new Section(root.get(), "", problems));
        return new Result(
                name, problems.hasErrors() ? Optional.empty() : Optional.of(configuration), problems.inOrder());
    }

    private ServerConfiguration configuration(Section root) {
        Proxies proxies = ProxyReader.read(root.tableOrEmpty("http"), environment);
        GitHub github = GitHubReader.read(root.tableOrEmpty("github"), proxies);
        GitReader.Local git = GitReader.read(root.tableOrEmpty("git"), github);
        Section webTable = root.tableOrEmpty("web");
        Optional<String> announcement = announcement(webTable);
        Admin admin = AdminReader.read(
                root.tableOrEmpty("admin"), webTable.filled("secret").map(Secret::new));
        Web web = web(webTable, AdminReader.external(root.table("external")));
        DatabaseSettings database = database(root.tableOrEmpty("db"));
        Duration interval = root.duration(
                "reconcile_interval",
                ServerConfiguration.DEFAULT_RECONCILE_INTERVAL,
                SHORTEST_INTERVAL,
                LONGEST_INTERVAL);
        List<HookReader.Hook> hooks = HookReader.read(root);
        Extras extras = extras(root, hooks, announcement, proxies);
        QuayReader.Defaults quay = QuayReader.defaults(root.tableOrEmpty("quay"));
        RepositoryReader.Defaults defaults = new RepositoryReader.Defaults(
                root.number(
                        "max_priority", RepositorySettings.DEFAULT_MAX_PRIORITY, 0, RepositoryReader.HIGHEST_PRIORITY),
                root.flag("dry_run", false),
                hooks.stream().map(HookReader.Hook::settings).collect(Collectors.toSet()),
                web.baseUrl(),
                git,
                admin.isOffered(),
                quay);
        List<Repository> repositories = new RepositoryReader(problems, defaults).all(root);

        root.unsupported("is the Quay fork's; write [db] file instead", "database");
        root.finish();
        return new ServerConfiguration(
                github,
                web,
                database,
                interval,
                repositories,
                git.settings(),
                extras,
                admin,
                quay.account(),
                quay.namespace(),
                new RepositoryDocuments(defaults));
    }

    private static Optional<String> announcement(Section web) {
        Optional<String> announcement = web.filled("announcement");
        if (announcement.filter(text -> TAG.matcher(text).find()).isPresent()) {
            web.warning(
                    "announcement",
                    "holds HTML, which is shown as it is written: an announcement is plain text, in which addresses"
                            + " become links");
        }
        return announcement;
    }

    private static Extras extras(
            Section root, List<HookReader.Hook> hooks, Optional<String> announcement, Proxies proxies) {
        Duration retryLog = retryLog(root);
        return new Extras(
                hooks.stream()
                        .map(hook ->
                                new RuntimeConfiguration.Hook(hook.settings().name(), hook.endpoint()))
                        .toList(),
                announcement,
                retryLog,
                proxies);
    }

    /** A time, or the fork's form of it, which SQLite reads: {@code -42 days}. */
    private static Duration retryLog(Section root) {
        Optional<Integer> days = root.isNumber("retry_log_expire")
                ? Optional.empty()
                : root.text("retry_log_expire")
                        .map(SQLITE_DAYS::matcher)
                        .filter(Matcher::matches)
                        .map(matcher -> Integer.parseInt(matcher.group(1)));
        return days.map(count -> Duration.ofDays(Math.max(1, count)))
                .orElseGet(() -> root.duration(
                        "retry_log_expire", Application.RETRY_LOG, Duration.ofDays(1), Duration.ofDays(365)));
    }

    /** @param external of the Quay fork */
    private static Web web(Section section, Optional<URI> external) {
        Optional<String> host = section.filled("host");
        int port = section.number("port", ServerConfiguration.DEFAULT_PORT, 0, 65535);
        Optional<URI> canonical = GitHubReader.url(section, "canonical_url");
        canonical
                .map(URI::getRawPath)
                .filter(path -> !path.isEmpty())
                .ifPresent(path -> section.warning(
                        "canonical_url",
                        "only its host counts where people are sent to: the path \"" + path
                                + "\" is not added to that of a page"));
        Optional<URI> base =
                GitHubReader.url(section, "base_url").or(() -> canonical).or(() -> external);
        List<String> prefixes = prefixes(section);
        // Every start compares all open pull requests with GitHub.
        section.meaningless("sync_on_start");
        section.finish();
        return new Web(host, port, base.map(URI::toString), canonical, prefixes);
    }

    private static List<String> prefixes(Section section) {
        List<String> prefixes = new ArrayList<>();
        for (String text : section.texts("remove_path_prefixes")) {
            String prefix = text.replaceAll("^/+|/+$", "");
            if (PREFIX.matcher(prefix).matches()) {
                prefixes.add(prefix);
            } else {
                section.error(
                        "remove_path_prefixes",
                        "\"" + text + "\" can't be the beginning of a path; write it as in \"homu\" or \"ci/homu\"");
            }
        }
        return prefixes;
    }

    private static DatabaseSettings database(Section section) {
        Optional<String> file = section.filled("file");
        Optional<String> url = section.filled("url");
        Optional<String> user = section.filled("user");
        String password = section.text("password").orElse("");
        section.finish();
        if (url.isEmpty()) {
            for (String key : List.of("user", "password")) {
                if (section.has(key)) {
                    section.warning(key, "has no effect without url: an SQLite file has no users");
                }
            }
            return DatabaseSettings.file(databaseFile(section, file.orElse("main.db")));
        }
        if (file.isPresent()) {
            section.error("file", "can't be used together with url; remove one of the two");
        }
        if (!url.get().startsWith("jdbc:postgresql:")) {
            section.error("url", "must begin with jdbc:postgresql: ; for SQLite write file = \"main.db\"");
            return DatabaseSettings.file(Path.of("main.db"));
        }
        if (url.get().contains("password=")) {
            section.warning("url", "holds a password; put it into password, where it is kept out of messages");
        }
        return DatabaseSettings.postgresql(url.get(), user.orElse(""), password);
    }

    private static Path databaseFile(Section section, String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            section.error("file", "can't be the name of a file: " + e.getReason());
            return Path.of("main.db");
        }
    }
}
