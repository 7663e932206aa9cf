package io.jenkins.plugins.homu.server.jcasc;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.server.cli.HomuCommand;
import io.jenkins.plugins.homu.server.configuration.ConfigurationReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.yaml.snakeyaml.Yaml;
import picocli.CommandLine;

/** {@code homu jcasc}, read back by a parser that is not ours: the one that Configuration as Code uses. Long, because each setting has its line. */
public class JcascTest {
    private static final String LEAST =
            """
            [github]
            access_token = "t0ken-s3cret"
            [repo.widget]
            owner = "acme"
            name = "widget"
            reviewers = ["alice"]
            [repo.widget.github]
            secret = "hook-s3cret"
            [repo.widget.status]
            context = "ci/test"
            """;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String text) throws IOException {
        Path cfg = folder.getRoot().toPath().resolve("cfg.toml");
        Files.writeString(cfg, text);
        out.getBuffer().setLength(0);
        CommandLine line = HomuCommand.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute("jcasc", "--config", cfg.toString());
    }

    /** What stands under {@code unclassified: homu:}, and nothing else. */
    @SuppressWarnings("unchecked")
    private Map<String, Object> homu(String text) throws IOException {
        assertThat(run(text)).as(err.toString()).isZero();
        return homuOf(out.toString());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> homuOf(String yaml) {
        Map<String, Object> root = new Yaml().load(yaml);
        assertThat(root).containsOnlyKeys("unclassified");
        Map<String, Object> unclassified = (Map<String, Object>) root.get("unclassified");
        assertThat(unclassified).containsOnlyKeys("homu");
        return (Map<String, Object>) unclassified.get("homu");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> repository(Map<String, Object> homu, int index) {
        return ((List<Map<String, Object>>) homu.get("repositories")).get(index);
    }

    private static Map<String, Object> map(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    @Test
    public void theLeastConfigurationIsWhatTheDocumentationShows() throws Exception {
        assertThat(homu(LEAST))
                .isEqualTo(map(
                        "apiUrl",
                        "https://api.github.com",
                        "credentialsId",
                        "homu-github",
                        "repositories",
                        List.of(map(
                                "label",
                                "widget",
                                "owner",
                                "acme",
                                "name",
                                "widget",
                                "reviewers",
                                List.of("alice"),
                                "webhookSecretId",
                                "homu-widget-webhook",
                                "builders",
                                List.of(map("status", map("name", "status", "context", "ci/test")))))));
        assertThat(out.toString())
                .contains("#   homu-github: secret text, from [github] access_token\n")
                .contains("#   homu-widget-webhook: secret text, from secret in [repo.widget.github]\n")
                .contains("#             secret: \"${HOMU_WIDGET_WEBHOOK}\"\n")
                .contains("JENKINS/homu-webhook/github")
                .doesNotContain("s3cret");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    public void everySettingWithACounterpartHasIt() throws Exception {
        Map<String, Object> homu = homu(
                """
                max_priority = 10
                retry_log_expire = "7d"
                reconcile_interval = "90s"
                [github]
                access_token = "t0ken-s3cret"
                api_url = "https://git.example/api/v3"
                graphql_url = "https://git.example/graphql"
                html_url = "https://www.git.example"
                bot_name = "@bors"
                proxy = "http://user:proxy-s3cret@proxy.example:3128"
                content_per_minute = 7
                content_per_hour = 70
                [db]
                url = "jdbc:postgresql://db.example/homu?ssl=true"
                user = "homu"
                password = "db-s3cret"
                [repo."a b+c"]
                owner = "acme"
                name = "widget"
                reviewers = ["Bob", "alice"]
                try_users = ["carol"]
                timeout = 100
                start_timeout = 0
                blocking_labels = ["S-blocked"]
                dry_run = true
                linear = true
                rust_team = true
                status_based_exemption = true
                reviewer_permission = "maintain"
                try_teams = ["acme/helpers"]
                [git]
                local_git = true
                ssh_key = "key-s3cret"
                [quay]
                access_token = "quay-s3cret"
                namespace = "acme"
                [repo."a b+c".quay]
                name = "widget-image"
                trigger_uuid = "d8a0c1f2-7c39-4f0d-9e53-0d8f0f7a3a55"
                username = "shown"
                secret = "shown-s3cret"
                try = false
                [hooks.deploy]
                endpoint = "https://hooks.example:8443/deploy?key=hook-s3cret"
                access = "try"
                [repo."a b+c".buildbot]
                url = "https://bb.example"
                secret = "bb-s3cret"
                builders = ["linux"]
                try_builders = ["linux", "mac"]
                username = "homu"
                password = "bb-password-s3cret"
                [repo."a b+c".travis]
                token = "travis-s3cret"
                try = false
                [repo."a b+c".branch]
                auto = "automation/bors/auto-{base}"
                [repo."a b+c".test-on-fork]
                owner = "acme-ci"
                name = "widget"
                [repo."a b+c".github]
                secret = "hook-s3cret"
                [repo."a b+c".status.docs]
                context = "ci/docs"
                pr_context = "ci/docs-pr"
                try = false
                [repo."a b+c".status.slow]
                try_context = "ci/slow"
                [repo."a b+c".checks.build]
                name = "build"
                try_name = "build (try)"
                [repo."a b+c".labels.approved]
                add = ["S-waiting-on-bors"]
                remove = ["S-waiting-on-review"]
                unless = ["frozen"]
                """);
        Map<String, Object> repository = repository(homu, 0);
        homu.remove("repositories");
        assertThat(homu)
                .isEqualTo(map(
                        "botName",
                        "bors",
                        "apiUrl",
                        "https://git.example/api/v3",
                        "credentialsId",
                        "homu-github",
                        "contentPerMinute",
                        7,
                        "contentPerHour",
                        70,
                        "reconcileMinutes",
                        2,
                        "databaseUrl",
                        "jdbc:postgresql://db.example/homu",
                        "databaseCredentialsId",
                        "homu-database",
                        "localGit",
                        true,
                        "retryLogDays",
                        7,
                        "hooks",
                        List.of(map(
                                "name",
                                "deploy",
                                "endpoint",
                                "https://hooks.example:8443/deploy",
                                "access",
                                "try",
                                "realtime",
                                true,
                                "hasResponse",
                                false))));
        assertThat(repository)
                .isEqualTo(map(
                        "label",
                        "a b+c",
                        "owner",
                        "acme",
                        "name",
                        "widget",
                        "reviewers",
                        List.of("alice", "Bob"),
                        "tryUsers",
                        List.of("carol"),
                        "reviewerPermission",
                        "maintain",
                        "tryTeams",
                        List.of("acme/helpers"),
                        "webhookSecretId",
                        "homu-a-b-c-webhook",
                        "branches",
                        map(
                                "auto",
                                "automation/bors/auto-{base}",
                                "try",
                                "try",
                                "rollup",
                                "rollup",
                                "fork",
                                "acme-ci/widget"),
                        "timeoutMinutes",
                        2,
                        "startTimeoutMinutes",
                        0,
                        "maxPriority",
                        10,
                        "blockingLabels",
                        List.of("S-blocked"),
                        "labels",
                        List.of(map(
                                "event",
                                "approved",
                                "add",
                                List.of("S-waiting-on-bors"),
                                "remove",
                                List.of("S-waiting-on-review"),
                                "unless",
                                List.of("frozen"))),
                        "mergeMethod",
                        "linear",
                        "statusBasedExemption",
                        true,
                        "dryRun",
                        true,
                        "builders",
                        List.of(
                                map(
                                        "status",
                                        map(
                                                "name",
                                                "status-docs",
                                                "context",
                                                "ci/docs",
                                                "pullContext",
                                                "ci/docs-pr",
                                                "forTry",
                                                false)),
                                map("status", map("name", "status-slow", "context", "ci/slow", "forAuto", false)),
                                map(
                                        "check",
                                        map("name", "checks-build", "checkName", "build", "tryName", "build (try)")),
                                map(
                                        "buildbot",
                                        map(
                                                "url",
                                                "https://bb.example",
                                                "builders",
                                                List.of("linux"),
                                                "tryBuilders",
                                                List.of("linux", "mac"),
                                                "secretId",
                                                "homu-a-b-c-buildbot",
                                                "credentialsId",
                                                "homu-a-b-c-buildbot-login")),
                                map(
                                        "travis",
                                        map("name", "travis", "credentialsId", "homu-a-b-c-travis", "forTry", false)),
                                map(
                                        "quay",
                                        map(
                                                "namespace",
                                                "acme",
                                                "repository",
                                                "widget-image",
                                                "triggerUuid",
                                                "d8a0c1f2-7c39-4f0d-9e53-0d8f0f7a3a55",
                                                "secretId",
                                                "homu-a-b-c-quay",
                                                "credentialsId",
                                                "homu-quay-token",
                                                "forTry",
                                                false)))));
        assertThat(out.toString())
                .contains("graphql_url = https://git.example/graphql has no counterpart")
                .contains("html_url = https://www.git.example has no counterpart")
                .contains("The proxy is that of Jenkins")
                .contains("remote_url and ssh_key have no counterpart: https://git.example/{owner}/{name}.git is used")
                .contains("#   homu-a-b-c-quay: user name with password, from username and secret in")
                .contains("timeout is 100 seconds, rounded up here")
                .contains("which may hold a password")
                .contains("rust_team: is the Rust project's own register")
                .contains("password: \"${HOMU_DATABASE_PASSWORD}\"")
                .doesNotContain("s3cret");
    }

    @Test
    public void anAppIsNamedWithWhatItsCredentialsNeed() throws Exception {
        String key = Base64.getMimeEncoder().encodeToString(privateKey());
        homu(LEAST.replace(
                "access_token = \"t0ken-s3cret\"",
                "app_id = 12\napp_private_key = \"\"\"\n-----BEGIN PRIVATE KEY-----\n" + key
                        + "\n-----END PRIVATE KEY-----\n\"\"\""));
        assertThat(out.toString())
                .contains("#   homu-github: GitHub App")
                .contains("- gitHubApp:")
                .contains("appID: \"${HOMU_GITHUB_APP_ID}\"")
                .contains("privateKey: \"${HOMU_GITHUB_PRIVATE_KEY}\"")
                .doesNotContain("BEGIN PRIVATE", key.substring(0, 40));
    }

    private static byte[] privateKey() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair().getPrivate().getEncoded();
    }

    @Test
    public void whateverTheTextsAreTheyAreReadAsTheyWere() throws Exception {
        String[] texts = {
            "yes", "~", "- a: b", "#no comment", "a\" b' \\ \\n", "{x}: [y]", "!!java.lang.Object {}", "&a *a", "%TAG",
            "${HOME}", "^${HOME}", "$${HOME}", "\u00e4\u4e16\ud83d\ude00\ufeff", "0x10", "1:30", "|", "> x", "a\t b",
            "--- x", "... y"
        };
        String list = Arrays.stream(texts)
                .map(text -> "'''" + text.replace("${", "$${") + "'''")
                .collect(Collectors.joining(", ", "[", "]"));
        String toml = LEAST.replace("[repo.widget]\n", "[repo.widget]\nblocking_labels = " + list + "\n");
        ConfigurationReader.Result read = ConfigurationReader.parse("cfg.toml", toml, Map.of());
        assertThat(read.problems()).isEmpty();
        Map<String, Object> repository = repository(homu(toml), 0);
        List<String> meant = new ArrayList<>(read.configuration()
                .orElseThrow()
                .repositories()
                .get(0)
                .settings()
                .blockingLabels());
        Collections.sort(meant);
        // Configuration as Code takes ^${ for ${.
        assertThat((List<?>) repository.get("blockingLabels"))
                .extracting(text -> text.toString().replace("^${", "${"))
                .isEqualTo(meant);
        assertThat(meant).hasSize(texts.length);
        assertThat(out.toString()).matches("[\\n -~]*");
    }

    @Test
    public void otherPeoplesWordsCantEndAComment() throws Exception {
        String toml = LEAST.replace(
                "[repo.widget]\nowner", "\"x\\u0085\\u2028\\nunclassified: {}\" = 1\n[repo.widget]\nowner");
        assertThat(homu(toml.replaceFirst("(?s)^(\\[github\\].*?)(\"x[^\\n]*\\n)", "$2$1")))
                .containsKey("repositories");
        assertThat(out.toString()).contains("is not a setting");
    }

    @Test
    public void repositoriesOfSimilarNamesGetDifferentIds() throws Exception {
        String second = LEAST.substring(LEAST.indexOf("[repo"))
                .replace("repo.widget", "repo.\"widg.et\"")
                .replace("name = \"widget\"", "name = \"other\"");
        String third = second.replace("widg.et", "widg_et").replace("other", "third");
        Map<String, Object> homu = homu(LEAST + second + third);
        assertThat(repository(homu, 1)).containsEntry("webhookSecretId", "homu-widg-et-webhook");
        assertThat(repository(homu, 2)).containsEntry("webhookSecretId", "homu-widg-et-webhook-2");
    }

    @Test
    public void aBrokenConfigurationIsNotPrinted() throws Exception {
        assertThat(run(LEAST.replace("owner = \"acme\"", ""))).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("repo.widget.owner: is missing");
    }

    @Test
    public void bothCommandsAreInTheHelp() {
        CommandLine line = HomuCommand.commandLine();
        line.setOut(new PrintWriter(out, true));
        assertThat(line.execute("--help")).isZero();
        assertThat(out.toString()).contains("check", "parse", "import", "jcasc");
    }
}
