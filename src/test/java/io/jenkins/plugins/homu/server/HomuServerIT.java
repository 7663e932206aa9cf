package io.jenkins.plugins.homu.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.testing.Await;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The packaged jar as a process of its own. */
public class HomuServerIT {
    private static final Pattern STARTED = Pattern.compile("INFO event=started url=(\\S+)");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final List<Process> processes = new ArrayList<>();
    private Path out;
    private Path err;

    @Before
    public void files() throws IOException {
        out = folder.newFile("out").toPath();
        err = folder.newFile("err").toPath();
    }

    @After
    public void stop() {
        processes.forEach(Process::destroyForcibly);
    }

    private void configure(int port, String more) throws IOException {
        // Nobody listens on port 1: GitHub is unreachable.
        String text =
                """
                [github]
                access_token = "t"
                api_url = "http://127.0.0.1:1"
                [web]
                host = "127.0.0.1"
                port = %d
                [repo.widget]
                owner = "acme"
                name = "widget"
                reviewers = ["alice"]
                [repo.widget.github]
                secret = "hook"
                [repo.widget.status]
                context = "ci/test"
                """
                        .formatted(port);
        Files.writeString(folder.getRoot().toPath().resolve("cfg.toml"), text + more);
    }

    private Process run(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                new File(System.getProperty("java.home"), "bin/java").getPath(),
                "-Xmx128m",
                "-jar",
                System.getProperty("homu.server.jar")));
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command)
                .directory(folder.getRoot())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(out.toFile()))
                .redirectError(ProcessBuilder.Redirect.to(err.toFile()))
                .start();
        processes.add(process);
        return process;
    }

    private String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError("The output can't be read", e);
        }
    }

    private String url(Process process) {
        Await.until(
                "the start",
                Duration.ofSeconds(60),
                () -> STARTED.matcher(text(out)).find() || !process.isAlive());
        Matcher matcher = STARTED.matcher(text(out));
        assertThat(matcher.find()).as(text(out) + text(err)).isTrue();
        return matcher.group(1);
    }

    private void endsWith(int code, Process process) throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(text(out) + text(err)).isEqualTo(code);
    }

    private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
    }

    @Test
    public void itAnswersUntilItIsToldToStop() throws Exception {
        configure(0, "");
        Process process = run();
        String url = url(process);
        assertThat(url).doesNotEndWith(":0");
        HttpResponse<String> health = get(url + "/api/health");
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.body()).contains("\"label\":\"widget\"").contains("\"store\":null");
        Await.until(() -> {
            try {
                return get(url + "/api/health").body().contains("GitHub has not said yet who the bot is: ");
            } catch (IOException | InterruptedException e) {
                throw new AssertionError("health can't be asked", e);
            }
        });
        assertThat(get(url + "/").statusCode()).isEqualTo(200);
        assertThat(get(url + "/metrics").body()).contains("jvm_memory_used_bytes");
        assertThat(get(url + "/queue/..%2f..%2fetc%2fpasswd").statusCode()).isEqualTo(404);
        process.destroy();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(text(out)).contains(" INFO event=stopping\n").contains(" INFO event=ended in_time=true\n");
        assertThat(text(out).lines()).allMatch(line -> line.matches("\\d{4}-\\S+Z (INFO|WARNING) event=.*"));
        assertThat(text(err)).isEmpty();
    }

    @Test
    public void aPortInUseEndsItWithOneLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            configure(taken.getLocalPort(), "");
            endsWith(1, run());
            assertThat(text(err).lines())
                    .singleElement()
                    .asString()
                    .startsWith("homu: can't listen on 127.0.0.1, port " + taken.getLocalPort());
        }
    }

    @Test
    public void aDatabaseInUseEndsItWithOneLine() throws Exception {
        configure(0, "");
        url(run());
        endsWith(1, run());
        assertThat(text(err).lines())
                .singleElement()
                .asString()
                .startsWith("homu: The database ")
                .contains(" is in use by another Homu");
    }

    @Test
    public void aBadConfigurationEndsItBeforeAnythingIsDone() throws Exception {
        configure(0, "[db]\nfile = 3\n[repo.other]\n");
        endsWith(1, run());
        assertThat(text(err).lines())
                .contains("cfg.toml:16: error: db.file: must be a string, not a number")
                .allMatch(line -> line.startsWith("cfg.toml:"));
        assertThat(folder.getRoot().toPath().resolve("main.db")).doesNotExist();
        assertThat(text(out)).isEmpty();
    }

    @Test
    public void checkSaysWhetherItWouldStart() throws Exception {
        configure(0, "");
        endsWith(0, run("check"));
        assertThat(text(out)).isEqualTo("cfg.toml: fine, 1 repository\n");
        assertThat(text(err)).isEmpty();
        configure(0, "colour = 1\n");
        endsWith(0, run("check"));
        assertThat(text(err))
                .isEqualTo(
                        "cfg.toml:15: warning: repo.widget.status.colour: is not a setting, and is ignored; remove it\n");
        endsWith(1, run("check", "--strict"));
        assertThat(text(err))
                .isEqualTo(
                        "cfg.toml:15: error: repo.widget.status.colour: is not a setting, and is ignored; remove it\n");
        endsWith(1, run("--strict"));
        configure(70_000, "");
        endsWith(1, run("check"));
        endsWith(1, run("check", "--config", "nothing.toml"));
        assertThat(text(err))
                .isEqualTo(
                        "nothing.toml: error: there is no such file; write one after docs/cfg.sample.toml, or name another"
                                + " with --config\n");
        endsWith(2, run("check", "--colour"));
        endsWith(2, run("chek"));
        assertThat(text(err).lines()).hasSize(1);
    }

    @Test
    public void cfgJsonIsReadWhereThereIsNoCfgToml() throws Exception {
        Files.writeString(
                folder.getRoot().toPath().resolve("cfg.json"),
                """
                {"github": {"access_token": "t"}, "repo": {"widget": {"owner": "acme", "name": "widget",
                 "reviewers": ["alice"], "github": {"secret": "hook"}, "status": {"context": "ci/test"}}}}
                """);
        endsWith(0, run("check"));
        assertThat(text(out)).isEqualTo("cfg.json: fine, 1 repository\n");
        endsWith(1, run("check", "--config", "other.toml"));
        configure(0, "");
        endsWith(0, run("check"));
        assertThat(text(out)).endsWith("cfg.toml: fine, 1 repository\n");
    }
}
