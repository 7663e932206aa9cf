package io.jenkins.plugins.homu.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.homu.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.Assume;

/**
 * A real Buildbot, as Debian packages it: a master that polls a git repository, and a worker. Its builders do what files in
 * a folder tell them: {@code hold-NAME} keeps a build of that builder from ending, {@code fail-NAME} makes it fail.
 */
final class BuildbotProcess implements AutoCloseable {
    static final String USER = "homu";
    static final String PASSWORD = "pass of homu";
    static final String SECRET = "secret of the reports";
    static final String LINUX = "auto-linux";
    static final String MAC = "auto mac/arm";
    static final String TRY = "try-linux";

    private static final List<Path> PROGRAMS =
            List.of(Path.of("/usr/bin/buildbot"), Path.of("/usr/bin/buildbot-worker"));
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path directory;
    private final int port;
    private final List<Process> processes = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();

    private BuildbotProcess(Path directory) throws IOException {
        this.directory = directory;
        this.port = freePort();
    }

    static void assumeInstalled() {
        boolean there = PROGRAMS.stream().allMatch(Files::isExecutable);
        String why = "skipped: no Buildbot here; apt-get install --no-install-recommends buildbot buildbot-worker";
        if (!there) {
            System.out.println(why);
        }
        Assume.assumeTrue(why, there);
    }

    /**
     * Starts it, and waits until its worker is there.
     *
     * @param repository a bare git repository
     * @param reports where it tells of builds
     */
    static BuildbotProcess start(Path directory, Path repository, String reports)
            throws IOException, InterruptedException {
        BuildbotProcess buildbot = new BuildbotProcess(directory);
        try {
            buildbot.open(repository, reports);
        } catch (IOException | InterruptedException | RuntimeException | AssertionError e) {
            buildbot.close();
            throw e;
        }
        return buildbot;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    private void open(Path repository, String reports) throws IOException, InterruptedException {
        Files.createDirectories(directory.resolve("control"));
        Path secrets = Files.createDirectory(
                directory.resolve("secrets"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path secret = Files.createFile(
                secrets.resolve("homu_push"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(secret, SECRET);
        pagesPackage();
        int workers = freePort();
        run("buildbot", "create-master", "master");
        Files.writeString(directory.resolve("master/master.cfg"), configuration(workers, repository, reports, secrets));
        run("buildbot-worker", "create-worker", "worker", "127.0.0.1:" + workers, "w1", "wpass");
        processes.add(program("master.log", "buildbot", "start", "--nodaemon", "master"));
        Await.until("Buildbot's pages", PATIENCE, () -> alive() && isAnswering());
        processes.add(program("worker.log", "buildbot-worker", "start", "--nodaemon", "worker"));
        Await.until(
                "Buildbot's worker",
                PATIENCE,
                () -> alive()
                        && !get("workers")
                                .path("workers")
                                .path(0)
                                .path("connected_to")
                                .isEmpty());
    }

    /** Debian leaves out the package with the pages, without which there is no API either: this one has none. */
    private void pagesPackage() throws IOException {
        Path pages = Files.createDirectories(directory.resolve("python/bb_www_stub/static"));
        Files.writeString(pages.resolve("index.html"), "<p>No pages here.</p>\n");
        Files.writeString(pages.resolveSibling("VERSION"), "3.7.0");
        Files.writeString(
                pages.resolveSibling("__init__.py"),
                "from buildbot.www.plugin import Application\nep = Application(__name__, 'headless')\n");
        Path info = Files.createDirectories(directory.resolve("python/bb_www_stub-3.7.0.egg-info"));
        Files.writeString(info.resolve("PKG-INFO"), "Metadata-Version: 1.0\nName: bb-www-stub\nVersion: 3.7.0\n");
        Files.writeString(info.resolve("entry_points.txt"), "[buildbot.www]\nbase = bb_www_stub:ep\n");
    }

    private String configuration(int workers, Path repository, String reports, Path secrets) {
        return """
                from buildbot.plugins import changes, reporters, schedulers, secrets, steps, util, worker
                c = BuildmasterConfig = {}
                c['buildbotNetUsageData'] = None
                c['buildbotURL'] = '%1$s/'
                c['protocols'] = {'pb': {'port': 'tcp:%2$d:interface=127.0.0.1'}}
                c['workers'] = [worker.Worker('w1', 'wpass')]
                c['secretsProviders'] = [secrets.SecretInAFile(dirname='%5$s')]
                def factory(name):
                    return util.BuildFactory([
                        steps.Git(repourl='%3$s', mode='full', method='fresh', logEnviron=False),
                        steps.ShellCommand(name='same', logEnviron=False, command=['sh', '-c',
                            util.Interpolate('test "$(git rev-parse HEAD)" = "%%(prop:revision)s"')]),
                        steps.ShellCommand(name='test', logEnviron=False, command=['sh', '-c',
                            'while test -e "%6$s/hold-%%s"; do sleep 0.1; done; test ! -e "%6$s/fail-%%s"' %%%% (name, name)]),
                    ])
                builders = {'%7$s': 'linux', '%8$s': 'mac', '%9$s': 'try'}
                c['builders'] = [util.BuilderConfig(name=name, workernames=['w1'], factory=factory(short))
                                 for name, short in builders.items()]
                watched = ('refs/heads/main', 'refs/heads/auto', 'refs/heads/try')
                c['change_source'] = [changes.GitPoller(repourl='%3$s', project='acme/widget', pollInterval=1,
                    branches=lambda branch: branch in watched, buildPushesWithNoCommits=True, pollAtLaunch=True)]
                c['schedulers'] = [
                    schedulers.SingleBranchScheduler(name='auto', treeStableTimer=1,
                        change_filter=util.ChangeFilter(branch='auto'), builderNames=['%7$s', '%8$s']),
                    schedulers.SingleBranchScheduler(name='try', treeStableTimer=1,
                        change_filter=util.ChangeFilter(branch='try'), builderNames=['%9$s'])]
                c['services'] = [reporters.HttpStatusPush(serverUrl='%4$s', auth=('homu', util.Secret('homu_push')),
                    generators=[reporters.BuildStatusGenerator(mode='all', report_new=True,
                        message_formatter=reporters.MessageFormatterFunction(
                            lambda context: context['build'], 'json', want_properties=True))])]
                c['www'] = dict(port='tcp:%10$d:interface=127.0.0.1', plugins={},
                    auth=util.UserPasswordAuth({'%11$s': '%12$s'}),
                    authz=util.Authz(allowRules=[util.AnyControlEndpointMatcher(role='admins')],
                        roleMatchers=[util.RolesFromUsername(roles=['admins'], usernames=['%11$s'])]))
                c['db'] = {'db_url': 'sqlite:///state.sqlite'}
                """
                .formatted(
                        url(),
                        workers,
                        repository.toUri(),
                        reports,
                        secrets,
                        directory.resolve("control"),
                        LINUX,
                        MAC,
                        TRY,
                        port,
                        USER,
                        PASSWORD)
                .replace("%%", "%");
    }

    private void run(String... command) throws IOException, InterruptedException {
        Process process = program("setup.log", command);
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new AssertionError(String.join(" ", command) + " failed:\n" + log("setup.log"));
        }
    }

    private Process program(String log, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(directory.resolve(log).toFile()));
        builder.command().set(0, "/usr/bin/" + command[0]);
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "PATH",
                        "/usr/bin:/bin",
                        "HOME",
                        directory.toString(),
                        "LANG",
                        "C.UTF-8",
                        "PYTHONPATH",
                        directory.resolve("python").toString()));
        return builder.start();
    }

    private boolean alive() {
        if (!processes.stream().allMatch(Process::isAlive)) {
            throw new AssertionError("Buildbot ended:\n" + log("master.log") + log("worker.log"));
        }
        return true;
    }

    private String log(String name) {
        try {
            return Files.exists(directory.resolve(name)) ? Files.readString(directory.resolve(name)) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isAnswering() {
        try {
            return send("masters").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private HttpResponse<String> send(String path) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/api/v2/" + path))
                .header("Accept", "application/json")
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** What its API answers. */
    JsonNode get(String path) {
        try {
            return JSON.readTree(send(path).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Builds on a commit of a builder, oldest first. */
    List<JsonNode> builds(String builder, String commit) {
        long id = -1;
        for (JsonNode one : get("builders").path("builders")) {
            if (one.path("name").asText().equals(builder)) {
                id = one.path("builderid").asLong();
            }
        }
        List<JsonNode> builds = new ArrayList<>();
        for (JsonNode build :
                get("builders/" + id + "/builds?order=number&property=revision").path("builds")) {
            if (build.path("properties").path("revision").path(0).asText().equals(commit)) {
                builds.add(build);
            }
        }
        return builds;
    }

    /** Keeps the builds of a builder from ending. @param name linux, mac or try */
    void hold(String name) throws IOException {
        Files.createFile(directory.resolve("control/hold-" + name));
    }

    void fail(String name) throws IOException {
        Files.createFile(directory.resolve("control/fail-" + name));
    }

    /** Lets the builds of a builder end. */
    void letGo(String name) throws IOException {
        Files.delete(directory.resolve("control/hold-" + name));
    }

    /** Lets all builds end well again. */
    void release() throws IOException {
        for (String name : List.of("linux", "mac", "try")) {
            Files.deleteIfExists(directory.resolve("control/hold-" + name));
            Files.deleteIfExists(directory.resolve("control/fail-" + name));
        }
    }

    @Override
    public void close() {
        for (int i = processes.size() - 1; i >= 0; i--) {
            Process process = processes.get(i);
            process.destroy();
            try {
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
