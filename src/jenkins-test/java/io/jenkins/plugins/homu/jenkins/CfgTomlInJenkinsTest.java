package io.jenkins.plugins.homu.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.homu.jenkins.configuration.ConfigurationResolver;
import io.jenkins.plugins.homu.jenkins.configuration.CredentialsLookup;
import io.jenkins.plugins.homu.jenkins.configuration.HomuGlobalConfiguration;
import io.jenkins.plugins.homu.jenkins.configuration.ResolvedConfiguration;
import io.jenkins.plugins.homu.runtime.RuntimeConfiguration;
import io.jenkins.plugins.homu.server.cli.HomuCommand;
import io.jenkins.plugins.homu.server.configuration.ConfigurationReader;
import io.jenkins.plugins.homu.server.configuration.ServerConfiguration;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import picocli.CommandLine;

/** What {@code homu jcasc} prints means to a real Jenkins what cfg.toml means to the server. */
public class CfgTomlInJenkinsTest {
    private static final String CFG =
            """
            retry_log_expire = "7d"
            [github]
            access_token = "t0ken"
            bot_name = "bors"
            content_per_minute = 7
            [web]
            announcement = "Offline tomorrow"
            [repo.widget]
            owner = "acme"
            name = "widget"
            reviewers = ["alice", "bob"]
            try_users = ["carol"]
            timeout = "2h"
            start_timeout = 0
            max_priority = 10
            dry_run = true
            status_based_exemption = true
            blocking_labels = ['''$${HOME} ^$${HOME} "\\ #: - yes''', "\\u00e4\\U0001F600"]
            [repo.widget.branch]
            auto = "auto-{base}"
            [repo.widget.github]
            secret = "hook"
            [repo.widget.status.docs]
            context = "ci/docs"
            pr_context = "ci/docs-pr"
            try = false
            [repo.widget.status.slow]
            try_context = "ci/slow"
            [repo.widget.checks.build]
            name = "build"
            try_name = "build (try)"
            [repo.widget.labels.approved]
            add = ["S-waiting-on-bors"]
            remove = ["S-waiting-on-review"]
            [repo.gadget]
            owner = "acme"
            name = "gadget"
            reviewers = ["alice"]
            merge_method = "linear"
            autosquash = true
            squash_message = "{title} (#{number})"
            reviewer_permission = "maintain"
            try_teams = ["acme/helpers"]
            [repo.gadget.github]
            secret = "hook"
            [repo.gadget.checks]
            name = "test"
            [repo.gadget.buildbot]
            url = "https://bb.example.org"
            secret = "bb-secret"
            builders = ["linux", "mac"]
            try_builders = ["linux", "try-mac"]
            username = "homu"
            password = "bb-password"
            warnings_pass = false
            [repo.gadget.travis]
            token = "travis-token"
            try = false
            [quay]
            access_token = "quay-t0ken"
            namespace = "acme"
            [repo.gadget.quay]
            trigger_uuid = "d8a0c1f2-7c39-4f0d-9e53-0d8f0f7a3a55"
            username = "quay"
            secret = "quay-password"
            try = false
            [hooks.deploy]
            endpoint = "https://hooks.example.org/deploy?key=hook-secret"
            access = "try"
            [git]
            local_git = true
            """;

    @Rule
    public final JenkinsRule jenkins = new JenkinsRule();

    @Rule
    public final TemporaryFolder directory = new TemporaryFolder();

    @Test
    public void theSameSettingsComeOutInJenkins() throws Exception {
        Path cfg = directory.newFile("cfg.toml").toPath();
        Files.writeString(cfg, CFG);
        StringWriter printed = new StringWriter();
        CommandLine line = HomuCommand.commandLine();
        line.setOut(new PrintWriter(printed, true));
        assertThat(line.execute("jcasc", "--config", cfg.toString())).isZero();
        assertThat(printed.toString())
                .doesNotContain(
                        "t0ken",
                        "bb-secret",
                        "bb-password",
                        "travis-token",
                        "hook-secret",
                        "quay-t0ken",
                        "quay-password");
        Path yaml = directory.newFile("jenkins.yaml").toPath();
        Files.writeString(yaml, printed.toString());
        ConfigurationAsCode.get().configure(yaml.toString());

        ServerConfiguration server = ConfigurationReader.parse("cfg.toml", CFG, Map.of())
                .configuration()
                .orElseThrow();
        HomuGlobalConfiguration inJenkins = HomuGlobalConfiguration.get();
        assertThat(inJenkins.getBotName()).isEqualTo("bors");
        assertThat(inJenkins.getContentPerMinute()).isEqualTo(7);
        assertThat(inJenkins.getContentPerHour()).isEqualTo(500);
        assertThat(inJenkins.getCredentialsId()).isEqualTo("homu-github");
        assertThat(inJenkins.repository("widget").orElseThrow().getWebhookSecretId())
                .isEqualTo("homu-widget-webhook");
        // The secrets, which are in the file only, are put in by hand as the output asks for.
        HomuInJenkins.secret("homu-github", "t0ken");
        HomuInJenkins.secret("homu-widget-webhook", "hook");
        HomuInJenkins.secret("homu-gadget-webhook", "hook");
        HomuInJenkins.secret("homu-gadget-buildbot", "bb-secret");
        HomuInJenkins.secret("homu-gadget-travis", "travis-token");
        HomuInJenkins.secret("homu-quay-token", "quay-t0ken");
        HomuInJenkins.login("homu-gadget-buildbot-login", "homu", "bb-password");
        HomuInJenkins.login("homu-gadget-quay", "quay", "quay-password");
        ResolvedConfiguration resolved = new ConfigurationResolver(inJenkins, new CredentialsLookup())
                .resolve(directory.getRoot().toPath().resolve("homu.db"), Optional.empty());
        assertThat(resolved.problems()).isEmpty();
        assertThat(resolved.runtime().repositories().stream()
                        .map(repository -> repository.settings().withBotName("bors"))
                        .toList())
                .containsExactlyElementsOf(server.settings("bors"));
        assertThat(resolved.runtime().repositories())
                .extracting(RuntimeConfiguration.Repository::services)
                .containsExactlyElementsOf(server.repositories().stream()
                        .map(ServerConfiguration.Repository::services)
                        .toList());
        assertThat(resolved.runtime().extras().retryLog())
                .isEqualTo(server.extras().retryLog())
                .isEqualTo(Duration.ofDays(7));
        assertThat(resolved.runtime().extras().announcement()).contains("Offline tomorrow");
        assertThat(resolved.runtime().git()).isPresent();
        // What stood behind the ? may be a secret, and the output says that it is missing.
        assertThat(resolved.runtime().extras().hooks())
                .containsExactly(
                        new RuntimeConfiguration.Hook("deploy", URI.create("https://hooks.example.org/deploy")));
    }
}
