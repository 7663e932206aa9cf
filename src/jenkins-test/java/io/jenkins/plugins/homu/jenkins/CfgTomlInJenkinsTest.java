package io.jenkins.plugins.homu.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.casc.ConfigurationAsCode;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import io.jenkins.plugins.homu.jenkins.configuration.HomuGlobalConfiguration;
import io.jenkins.plugins.homu.server.cli.HomuCommand;
import io.jenkins.plugins.homu.server.configuration.ConfigurationReader;
import io.jenkins.plugins.homu.server.configuration.ServerConfiguration;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
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
            [github]
            access_token = "t0ken"
            bot_name = "bors"
            content_per_minute = 7
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
            [repo.gadget.github]
            secret = "hook"
            merge_method = "linear"
            autosquash = true
            merge_message = "Merge {title}"
            reviewer_permission = "maintain"
            try_teams = ["acme/helpers"]
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
                .doesNotContain("t0ken", "bb-secret", "bb-password", "travis-token", "hook-secret");
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
        for (RepositorySettings settings : server.settings("bors")) {
            assertThat(inJenkins.repository(settings.label()).orElseThrow().toSettings("bors", Optional.empty()))
                    .isEqualTo(settings);
        }
    }
}
