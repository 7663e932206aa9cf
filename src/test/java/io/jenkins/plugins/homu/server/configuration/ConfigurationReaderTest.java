package io.jenkins.plugins.homu.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.settings.AccessSettings;
import io.jenkins.plugins.homu.core.settings.BuilderSettings;
import io.jenkins.plugins.homu.core.settings.BuilderSettings.Kind;
import io.jenkins.plugins.homu.core.settings.HookSettings;
import io.jenkins.plugins.homu.core.settings.LabelChange;
import io.jenkins.plugins.homu.core.settings.LabelEvent;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import io.jenkins.plugins.homu.core.settings.RepositorySettings.Branches;
import io.jenkins.plugins.homu.github.GitHubCredentials;
import io.jenkins.plugins.homu.port.HttpProxy;
import io.jenkins.plugins.homu.store.DatabaseSettings;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;

/**
 * What is read from a configuration and what is said of a wrong one. Long, because each test holds the text it is about,
 * and the settings are many.
 */
public class ConfigurationReaderTest {
    /** The least that is valid: 14 lines. */
    private static final String LEAST =
            """
            [github]
            access_token = "token"

            [repo.widget]
            owner = "acme"
            name = "widget"
            reviewers = ["alice"]

            [repo.widget.github]
            secret = "hook"

            [repo.widget.status]
            context = "ci/test"

            """;

    private static final Map<String, String> ENVIRONMENT =
            Map.of("TOKEN", "from-environment", "NESTED", "${TOKEN}", "EMPTY", "");

    private static List<String> problems(String text) {
        return ConfigurationReader.parse("cfg.toml", text, ENVIRONMENT).problems().stream()
                .map(problem -> problem.describe("cfg.toml"))
                .toList();
    }

    private static ServerConfiguration valid(String text) {
        ConfigurationReader.Result result = ConfigurationReader.parse("cfg.toml", text, ENVIRONMENT);
        assertThat(result.problems().stream().filter(Problem::isError)).isEmpty();
        return result.configuration().orElseThrow();
    }

    private static RepositorySettings widget(String text) {
        return valid(text).settings("homu").get(0);
    }

    /** {@link #LEAST} with another text in place of a line. */
    private static String with(String line, String replacement) {
        assertThat(LEAST).contains(line);
        return LEAST.replace(line, replacement);
    }

    @Test
    public void theLeastConfigurationHasTheOriginalsDefaults() {
        assertThat(problems(LEAST)).isEmpty();
        ServerConfiguration configuration = valid(LEAST);
        assertThat(configuration.web().port()).isEqualTo(54856);
        assertThat(configuration.web().host()).isEmpty();
        assertThat(configuration.database()).isEqualTo(DatabaseSettings.file(Path.of("main.db")));
        assertThat(configuration.github().api().apiUrl()).isEqualTo(URI.create("https://api.github.com"));
        assertThat(configuration.github().api().graphqlUrl()).isEqualTo(URI.create("https://api.github.com/graphql"));
        assertThat(configuration.github().htmlUrl()).isEqualTo(URI.create("https://github.com"));
        assertThat(configuration.github().api().credentials()).isEqualTo(new GitHubCredentials.Token("token"));
        RepositorySettings settings = widget(LEAST);
        assertThat(settings.label()).isEqualTo("widget");
        assertThat(settings.repository()).hasToString("acme/widget");
        assertThat(settings.botName()).isEqualTo("homu");
        assertThat(settings.reviewers()).containsExactly("alice");
        assertThat(settings.branches()).isEqualTo(Branches.DEFAULT);
        assertThat(settings.timeout()).isEqualTo(Duration.ofHours(10));
        assertThat(settings.startTimeout()).isEqualTo(Duration.ofMinutes(15));
        assertThat(settings.maxPriority()).isEqualTo(9001);
        assertThat(settings.dryRun()).isFalse();
        assertThat(settings.builders())
                .containsExactly(
                        new BuilderSettings("status", Kind.STATUS, Optional.of("ci/test"), Optional.of("ci/test")));
        assertThat(configuration.repositories().get(0).webhookSecret().reveal()).isEqualTo("hook");
    }

    @Test
    public void everythingOfARepositoryIsRead() {
        RepositorySettings settings = widget(
                "max_priority = 10\ndry_run = true\n"
                        + with(
                                "reviewers = [\"alice\"]",
                                """
                        reviewers = ["@alice", "bob"]
                        try_users = ["carol", "ci[bot]"]
                        timeout = "1h 30m"
                        start_timeout = 0
                        max_priority = 20
                        blocking_labels = ["blocked", "do not merge"]
                        dry_run = false
                        """)
                        + """
                [repo.widget.branch]
                auto = "homu/auto"
                try = "homu/try-{number}"

                [repo.widget.labels.approved]
                add = ["S-waiting-on-bors"]
                remove = ["S-waiting-on-review"]
                unless = ["S-blocked"]

                [web]
                base_url = "https://homu.example/queue/"
                """);
        assertThat(settings.reviewers()).containsExactlyInAnyOrder("alice", "bob");
        assertThat(settings.tryUsers()).containsExactlyInAnyOrder("carol", "ci[bot]");
        assertThat(settings.timeout()).isEqualTo(Duration.ofMinutes(90));
        assertThat(settings.startTimeout()).isEqualTo(Duration.ZERO);
        assertThat(settings.maxPriority()).isEqualTo(20);
        assertThat(settings.blockingLabels()).containsExactlyInAnyOrder("blocked", "do not merge");
        assertThat(settings.dryRun()).isFalse();
        assertThat(settings.branches()).isEqualTo(new Branches("homu/auto", "homu/try-{number}", "rollup"));
        assertThat(settings.labels())
                .containsExactly(Map.entry(
                        LabelEvent.APPROVED,
                        new LabelChange(
                                Set.of("S-waiting-on-bors"), Set.of("S-waiting-on-review"), Set.of("S-blocked"))));
        assertThat(settings.pageUrl()).contains("https://homu.example/queue");
    }

    @Test
    public void settingsForAllRepositoriesCanBeOverriddenByEach() {
        assertThat(widget("max_priority = 10\n" + LEAST).maxPriority()).isEqualTo(10);
        assertThat(widget("dry_run = true\n" + LEAST).dryRun()).isTrue();
    }

    @Test
    public void singleAndNamedBuildersCombine() {
        RepositorySettings settings = widget(
                LEAST
                        + """
                try = false

                [repo.widget.status.appveyor]
                context = "appveyor"

                [repo.widget.status.docs]
                context = "docs"
                try_context = "try-docs"

                [repo.widget.checks]
                name = "build"

                [repo.widget.checks.linux]
                name = "linux"
                try_name = "linux (try)"

                [repo.widget.checks.bench]
                try_name = "bench"

                [repo.widget.checks.release]
                name = "release"
                try = false
                """);
        assertThat(settings.builders())
                .containsExactly(
                        builder("status", Kind.STATUS, "ci/test", null),
                        builder("status-appveyor", Kind.STATUS, "appveyor", "appveyor"),
                        builder("status-docs", Kind.STATUS, "docs", "try-docs"),
                        builder("checks", Kind.CHECK, "build", "build"),
                        builder("checks-linux", Kind.CHECK, "linux", "linux (try)"),
                        builder("checks-bench", Kind.CHECK, null, "bench"),
                        builder("checks-release", Kind.CHECK, "release", null));
    }

    private static BuilderSettings builder(String name, Kind kind, String auto, String forTries) {
        return new BuilderSettings(name, kind, Optional.ofNullable(auto), Optional.ofNullable(forTries));
    }

    @Test
    public void buildersMayHaveTheNamesOfSettings() {
        RepositorySettings settings = widget(with("[repo.widget.status]", "[repo.widget.status.context]")
                + "[repo.widget.status.try]\ncontext = \"b\"\n");
        assertThat(settings.builders())
                .containsExactly(
                        builder("status-context", Kind.STATUS, "ci/test", "ci/test"),
                        builder("status-try", Kind.STATUS, "b", "b"));
    }

    @Test
    public void aRepositoryNeedsABuilder() {
        assertThat(problems(with("[repo.widget.status]\ncontext = \"ci/test\"", "")))
                .containsExactly(
                        "cfg.toml:4: error: repo.widget: has no builder whose word is needed for a merge, so nothing"
                                + " would be tested; add [repo.widget.status] with context = \"...\", or [repo.widget.checks]"
                                + " with name = \"...\"");
        assertThat(problems(with("context = \"ci/test\"", "try_context = \"ci/try\"")))
                .singleElement()
                .asString()
                .startsWith("cfg.toml:4: error: repo.widget: has no builder whose word is needed for a merge");
        assertThat(problems(with("context = \"ci/test\"", "context = \" \"")))
                .containsExactly(
                        "cfg.toml:13: error: repo.widget.status.context: is empty: it is what the builder reports"
                                + " under on GitHub");
        assertThat(problems(with("context = \"ci/test\"", "")))
                .containsExactly(
                        "cfg.toml:12: error: repo.widget.status.context: is missing: it is what the builder reports"
                                + " under on GitHub");
        assertThat(problems(LEAST + "try = false\n"))
                .containsExactly(
                        "cfg.toml:4: warning: repo.widget: has no builder for tries, so the command try is refused"
                                + " here");
    }

    @Test
    public void quayIsABuilder() {
        String quay =
                """
                [repo.widget.quay]
                namespace = "space"
                trigger_uuid = "d8a0c1f2-7c39-4f0d-9e53-0d8f0f7a3a55"
                username = "homu"
                secret = "s"
                """;
        String text = with("[repo.widget.status]\ncontext = \"ci/test\"\n", quay) + "[quay]\naccess_token = \"t\"\n";
        ServerConfiguration.Repository repository = valid(text).repositories().get(0);
        assertThat(repository.settings().builders())
                .extracting(BuilderSettings::kind)
                .containsExactly(Kind.QUAY);
        assertThat(repository.services().quay()).get().hasToString("space/widget");
        assertThat(repository.services().quay().orElseThrow().trigger()).isPresent();
        assertThat(problems(text)).isEmpty();
        assertThat(problems(text.replace("access_token = \"t\"", "")))
                .singleElement()
                .asString()
                .contains("repo.widget.quay.trigger_uuid: needs a token");
        assertThat(valid(text.replaceAll("trigger_uuid.*\n", ""))
                        .repositories()
                        .get(0)
                        .settings()
                        .builders())
                .extracting(BuilderSettings::kind)
                .as("without a trigger that we start")
                .containsExactly(Kind.QUAY_ON_PUSH);
        assertThat(problems(text.replaceAll("trigger_uuid.*\n", "trigger_uuid = 5\n")))
                .hasSize(1);
        assertThat(problems(text.replace("namespace = \"space\"", "try = 3").replace("secret = \"s\"", "")))
                .hasSize(3)
                .anyMatch(line -> line.contains("quay.try: must be true or false"))
                .anyMatch(line -> line.contains("quay.secret: is missing"))
                .anyMatch(line -> line.contains("quay.namespace: is missing"));
    }

    @Test
    public void theAdminInterfaceHasALogin() {
        String text = LEAST + "[admin]\nsecret = \"0123456789abcdef\"\n[external]\nhostname = \"homu.example.org\"\n"
                + "scheme = \"https\"\nport = 443\n";
        ServerConfiguration read = valid(text);
        assertThat(read.admin().login().orElseThrow().username()).isEqualTo("admin");
        assertThat(read.admin().toString()).doesNotContain("0123456789abcdef");
        assertThat(read.web().baseUrl()).contains("https://homu.example.org");
        assertThat(problems(text)).isEmpty();
        assertThat(problems(text.replace("0123456789abcdef", "short").replace("\"https\"", "\"ftp\"")))
                .anyMatch(line -> line.contains("admin.secret: is short enough to be guessed"))
                .anyMatch(line -> line.contains("external.scheme: must be"))
                .hasSize(2);
        assertThat(problems(LEAST + "[admin]\nusername = \"a b\"\nsecret = \"0123456789abcdef\"\n"))
                .anyMatch(line -> line.contains("admin.username: must have visible ASCII"));
    }

    @Test
    public void unknownKeysAreReportedWithWhatWasProbablyMeant() {
        assertThat(problems(with("reviewers", "reviewer")))
                .containsExactlyInAnyOrder(
                        "cfg.toml:7: warning: repo.widget.reviewer: is not a setting; did you mean reviewers?",
                        "cfg.toml:4: warning: repo.widget.reviewers: names nobody, so nobody can approve a pull request"
                                + " here");
        assertThat(problems(LEAST + "[wbe]\nport = 1\n[web]\nprot = 1\ncolour = 2\n"))
                .containsExactly(
                        "cfg.toml:15: warning: wbe: is not a setting, and is ignored; remove it",
                        "cfg.toml:18: warning: web.prot: is not a setting; did you mean port?",
                        "cfg.toml:19: warning: web.colour: is not a setting, and is ignored; remove it");
        assertThat(problems(LEAST + "[repos.x]\n[repo.widget.labels.aproved]\nadd = [\"a\"]\n"))
                .containsExactly(
                        "cfg.toml:15: warning: repos: is not a setting, and is ignored; remove it",
                        "cfg.toml:16: warning: repo.widget.labels.aproved: is not a setting; did you mean approved?");
    }

    @Test
    public void testsAreSparedByTheNamesOnPullRequestsWhereThatIsAskedFor() {
        String spared = with("reviewers = [\"alice\"]", "reviewers = [\"alice\"]\nstatus_based_exemption = true");
        assertThat(builder(spared).pullContext()).contains("ci/test");
        String named = spared.replace("context = \"ci/test\"", "context = \"ci/test\"\npr_context = \"ci/pr\"");
        assertThat(builder(named).pullContext()).contains("ci/pr");
        assertThat(builder(named.replace("exemption = true", "exemption = false"))
                        .pullContext())
                .isEmpty();
    }

    private static BuilderSettings builder(String text) {
        assertThat(problems(text)).isEmpty();
        return valid(text).settings("homu").get(0).builders().get(0);
    }

    @Test
    public void keysOfTheOriginalThatAreNotSupportedYetAreAccepted() {
        String text = with(
                        "reviewers = [\"alice\"]",
                        "reviewers = [\"alice\"]\nlinear = true\nautosquash = false\nrust_team = true\nstatus_based_exemption = true")
                + """
                [git]
                local_git = true
                ssh_key = ""
                [web]
                sync_on_start = true
                secret = "admin"
                [admin]
                username = "a"
                [hooks.deploy]
                trigger = "deploy"
                endpoint = "http://localhost/"
                access = "try"
                realtime = true
                has_response = true
                """;
        assertThat(valid(text).settings("homu").get(0).hookNames()).containsExactly("deploy");
        assertThat(problems(text))
                .containsExactly(
                        "cfg.toml:10: warning: repo.widget.rust_team: is the Rust project's own register, and is ignored:"
                                + " name people, or write reviewer_permission or reviewer_teams",
                        "cfg.toml:25: warning: admin.secret: there is none, so the admin interface is off; make one with: openssl"
                                + " rand -hex 20");
    }

    @Test
    public void rightsOnGitHubAreRead() {
        AccessSettings access = valid(with(
                        "reviewers = [\"alice\"]",
                        "reviewer_permission = \"Maintain\"\ntry_permission = \"triage\"\n"
                                + "reviewer_teams = [\"Acme/Core\"]\ntry_teams = [\"acme/helpers\"]"))
                .settings("homu")
                .get(0)
                .access();
        assertThat(access)
                .isEqualTo(new AccessSettings(
                        Optional.of(AccessSettings.Level.MAINTAIN),
                        Optional.of(AccessSettings.Level.TRIAGE),
                        Set.of("acme/core"),
                        Set.of("acme/helpers")));
        assertThat(valid(LEAST).settings("homu").get(0).access().asksGitHub()).isFalse();
    }

    @Test
    public void theForksWordForCollaboratorsIsTheLevelThatMayWrite() {
        String text = with("reviewers = [\"alice\"]", "auth_collaborators = true");
        assertThat(valid(text).settings("homu").get(0).access().reviewLevel()).contains(AccessSettings.Level.WRITE);
        assertThat(problems(text)).isEmpty();
    }

    @Test
    public void rightsThatAnybodyWouldHaveAreRefused() {
        assertThat(problems(with(
                        "reviewers = [\"alice\"]",
                        "reviewer_permission = \"read\"\ntry_permission = \"push\"\ntry_teams = [\"helpers\"]")))
                .containsExactly(
                        "cfg.toml:4: warning: repo.widget.reviewers: names nobody, so nobody can approve a pull request here",
                        "cfg.toml:7: error: repo.widget.reviewer_permission: must be one of triage, write, maintain, admin;"
                                + " everybody has read in a public repository, so it would give the right to anybody",
                        "cfg.toml:8: error: repo.widget.try_permission: must be one of triage, write, maintain, admin",
                        "cfg.toml:9: error: repo.widget.try_teams: \"helpers\" can't be a team; write organisation/team, as"
                                + " in the address github.com/orgs/ORGANISATION/teams/TEAM");
    }

    @Test
    public void hooksAreRead() {
        ServerConfiguration configuration = valid(
                LEAST
                        + """
                [hooks.deploy]
                trigger = "ship"
                endpoint = "http://localhost:8000/hook?token=secret"
                access = "try"
                realtime = true
                has_response = true
                [hooks.lint]
                endpoint = "https://lint.example.org/"
                """);
        assertThat(configuration.settings("homu").get(0).hooks())
                .containsExactlyInAnyOrder(
                        new HookSettings("ship", HookSettings.Access.TRY, true, true),
                        new HookSettings("lint", HookSettings.Access.REVIEWER, true, false));
        assertThat(configuration.extras().hooks())
                .extracting(hook -> hook.name() + " " + hook.endpoint())
                .containsExactly("ship http://localhost:8000/hook?token=secret", "lint https://lint.example.org/");
        assertThat(configuration.toString()).doesNotContain("secret");
    }

    @Test
    public void hooksThatCouldNotBeCalledAreRefused() {
        assertThat(
                        problems(
                                LEAST
                                        + """
                        [hooks.retry]
                        endpoint = "http://localhost/"
                        [hooks.note]
                        endpoint = "http://localhost/"
                        [hooks.a]
                        [hooks.b]
                        endpoint = "ftp://user:secret@localhost/"
                        access = "all"
                        [hooks.c]
                        trigger = "two words"
                        endpoint = "http://localhost/"
                        realtime = false
                        has_response = true
                        """))
                .containsExactly(
                        "cfg.toml:15: error: hooks.retry.trigger: the bot has a command \"retry\" already; choose another word",
                        "cfg.toml:17: error: hooks.note.trigger: the bot has a command \"note\" already; choose another word",
                        "cfg.toml:19: error: hooks.a.endpoint: is missing: it is the address that is called for the command",
                        "cfg.toml:21: error: hooks.b.endpoint: must be an address such as https://host/path, without a user or"
                                + " a #",
                        "cfg.toml:22: error: hooks.b.access: must be \"try\" or \"reviewer\"",
                        "cfg.toml:24: error: hooks.c.trigger: must be one word of letters, digits and _ . - that begins with a"
                                + " letter or digit",
                        "cfg.toml:27: warning: hooks.c.has_response: has no effect without realtime, as in the original:"
                                + " nothing is posted");
    }

    @Test
    public void whatTheForkHasForItsPagesIsRead() {
        ServerConfiguration configuration = valid(
                "retry_log_expire = '-7 days'\n" + LEAST
                        + """
                [web]
                announcement = "Offline tomorrow"
                canonical_url = "https://bors.example.org"
                remove_path_prefixes = ["/homu/", "ci/homu"]
                """);
        assertThat(configuration.extras().retryLog()).isEqualTo(Duration.ofDays(7));
        assertThat(configuration.extras().announcement()).contains("Offline tomorrow");
        assertThat(configuration.web().removedPrefixes()).containsExactly("homu", "ci/homu");
        assertThat(configuration.web().canonicalUrl()).contains(URI.create("https://bors.example.org"));
        assertThat(valid(LEAST).extras().retryLog()).isEqualTo(Duration.ofDays(42));
        assertThat(valid("retry_log_expire = \"3d\"\n" + LEAST).extras().retryLog())
                .isEqualTo(Duration.ofDays(3));
        assertThat(problems(LEAST + "[web]\nannouncement = \"<b>x</b>\"\nremove_path_prefixes = [\"a b\"]\n"))
                .containsExactly(
                        "cfg.toml:16: warning: web.announcement: holds HTML, which is shown as it is written: an announcement"
                                + " is plain text, in which addresses become links",
                        "cfg.toml:17: error: web.remove_path_prefixes: \"a b\" can't be the beginning of a path; write it as in"
                                + " \"homu\" or \"ci/homu\"");
    }

    @Test
    public void whatMustBeThereIsAskedFor() {
        assertThat(problems("[repo.x]\n"))
                .containsExactly(
                        "cfg.toml: error: github.access_token: is missing: make a token for the bot's account at"
                                + " https://github.com/settings/tokens",
                        "cfg.toml:1: error: repo.x.owner: is missing: it is the first part of github.com/OWNER/NAME",
                        "cfg.toml:1: error: repo.x.name: is missing: it is the second part of github.com/OWNER/NAME",
                        "cfg.toml:1: error: repo.x.github.secret: is missing: it must be the same as the webhook's on GitHub;"
                                + " make one with: openssl rand -hex 20",
                        "cfg.toml:1: warning: repo.x.reviewers: names nobody, so nobody can approve a pull request here",
                        "cfg.toml:1: error: repo.x: has no builder whose word is needed for a merge, so nothing would be"
                                + " tested; add [repo.x.status] with context = \"...\", or [repo.x.checks] with name ="
                                + " \"...\"");
        assertThat(problems(""))
                .contains(
                        "cfg.toml: error: repo: there is no repository; add a table [repo.LABEL] with owner and name");
        assertThat(problems(with("secret = \"hook\"", "secret = \"\"")))
                .containsExactly("cfg.toml:10: error: repo.widget.github.secret: is empty: it must be the same as the"
                        + " webhook's on GitHub; make one with: openssl rand -hex 20");
        assertThat(problems(with("access_token = \"token\"", "access_token = \"a b\"")))
                .containsExactly(
                        "cfg.toml:2: error: github.access_token: is empty or holds blanks or other characters that no token of GitHub has");
        assertThat(problems("repo = 3\n[github]\naccess_token = \"t\"\n"))
                .containsExactly("cfg.toml:1: error: repo: must be a table, [repo], not a number");
        assertThat(problems(LEAST + "[repo]\nowner = \"acme\"\n"))
                .containsExactly("cfg.toml:16: error: repo.owner: must be a table, [repo.LABEL], not a string");
    }

    @Test
    public void aRepositoryIsConfiguredOnce() {
        String twice = LEAST
                + LEAST.substring(LEAST.indexOf("[repo"))
                        .replace("widget", "other")
                        .replace("name = \"other\"", "name = \"WIDGET\"");
        assertThat(problems(twice))
                .containsExactly(
                        "cfg.toml:17: error: repo.other.name: the repository acme/WIDGET is that of [repo.widget]"
                                + " already; remove one of the two");
        assertThat(problems(LEAST + "[repo.widget]\nowner = \"x\"\n")).anySatisfy(problem -> assertThat(problem)
                .startsWith("cfg.toml:15: error: column 1: repo.widget previously"));
    }

    @Test
    public void wrongTypesAreNamedWithTheirLine() {
        assertThat(problems(with("reviewers = [\"alice\"]", "reviewers = \"alice\"")))
                .contains("cfg.toml:7: error: repo.widget.reviewers: must be a list of strings, not a string");
        assertThat(problems(with("reviewers = [\"alice\"]", "reviewers = [\n\"alice\",\n3]")))
                .containsExactly(
                        "cfg.toml:7: error: repo.widget.reviewers: must hold strings only, but item 2 is a number");
        assertThat(problems(LEAST + "[web]\nport = \"80\"\n"))
                .containsExactly("cfg.toml:16: error: web.port: must be a whole number, not a string");
        assertThat(problems(with("name = \"widget\"", "name = 1979-05-27")))
                .containsExactly("cfg.toml:6: error: repo.widget.name: must be a string, not a date or time");
        assertThat(problems(with("name = \"widget\"", "name = \"widget\"\ndry_run = 1")))
                .containsExactly("cfg.toml:7: error: repo.widget.dry_run: must be true or false, not a number");
    }

    @Test
    public void unreasonableNumbersAndTimesAreRefused() {
        assertThat(problems(LEAST + "[web]\nport = 70000\n"))
                .containsExactly("cfg.toml:16: error: web.port: 70000 is out of range; it must be from 0 to 65535");
        assertThat(problems("max_priority = -1\n" + LEAST))
                .containsExactly(
                        "cfg.toml:1: error: max_priority: -1 is out of range; it must be from 0 to 1000000000");
        String time = "cfg.toml:7: error: repo.widget.timeout: ";
        assertThat(problems(with("name = \"widget\"", "name = \"widget\"\ntimeout = \"soon\"")))
                .containsExactly(time + "must be seconds as a number, or a time such as \"90m\", \"1h 30m\" or \"2d\","
                        + " not this");
        assertThat(problems(with("name = \"widget\"", "name = \"widget\"\ntimeout = 1.5")))
                .containsExactly(time + "must be seconds as a number, or a time such as \"90m\", \"1h 30m\" or \"2d\","
                        + " not a fraction");
        for (String value : List.of("0", "-5", "\"31d\"", "9223372036854775807", "\"999999999d 999999999d\"")) {
            assertThat(problems(with("name = \"widget\"", "name = \"widget\"\ntimeout = " + value)))
                    .containsExactly(time + "is out of range; it must be from 1s to 30d");
        }
        assertThat(problems("reconcile_interval = \"0s\"\n" + LEAST))
                .containsExactly("cfg.toml:1: error: reconcile_interval: is out of range; it must be from 1s to 1d");
    }

    @Test
    public void namesThatGitHubCannotHaveAreRefused() {
        assertThat(problems(with("owner = \"acme\"", "owner = \"acme/widget\"")))
                .containsExactly(
                        "cfg.toml:5: error: repo.widget.owner: owner and name can't be those of a repository on"
                                + " GitHub; write them as in github.com/OWNER/NAME");
        assertThat(problems(with("[\"alice\"]", "[\"alice\", \"two words\"]")))
                .containsExactly(
                        "cfg.toml:7: warning: repo.widget.reviewers: \"two words\" can't be a login on GitHub, so"
                                + " nobody gets a right by it");
        assertThat(problems(LEAST + "[repo.widget.branch]\nauto = \"a..b\"\ntry = \"-f\"\nrollup = \"refs/heads/x\"\n"))
                .containsExactly(
                        "cfg.toml:16: error: repo.widget.branch.auto: can't be the name of a branch",
                        "cfg.toml:17: error: repo.widget.branch.try: can't be the name of a branch",
                        "cfg.toml:18: error: repo.widget.branch.rollup: can't be the name of a branch");
        assertThat(problems(LEAST + "[repo.widget.branch]\nauto = \"main\"\n"))
                .containsExactly(
                        "cfg.toml:16: error: repo.widget.branch.auto: this branch is overwritten again and again;"
                                + " choose one that nobody works on, such as \"auto\"");
        assertThat(problems(LEAST + "[repo.widget.branch]\ntry = \"{base}\"\n"))
                .as("the base of the very pull request that is tried")
                .containsExactly(
                        "cfg.toml:16: error: repo.widget.branch.try: this branch is overwritten again and again;"
                                + " choose one that nobody works on, such as \"try\"");
    }

    @Test
    public void labelsThatAddressesCannotHoldAreReported() {
        assertThat(problems(LEAST.replace("repo.widget", "repo.\"acme/widget\"")))
                .containsExactly(
                        "cfg.toml:4: warning: repo.\"acme/widget\": the label has a + or a /, which mean something"
                                + " in addresses; its pages need it percent-encoded");
        assertThat(problems(LEAST.replace("repo.widget", "repo.all")))
                .containsExactly(
                        "cfg.toml:4: warning: repo.all: the label \"all\" means something else in addresses, so it"
                                + " has no page of its own; choose another");
        assertThat(problems(LEAST.replace("repo.widget", "repo.\"a\\nb\"")))
                .containsExactly(
                        "cfg.toml:4: error: repo.\"a\uFFFDb\": the label must have 1 to 100 characters, none of them"
                                + " a control character");
    }

    @Test
    public void variablesOfTheEnvironmentAreReplaced() {
        GitHubCredentials credentials = valid(with("\"token\"", "\"x-${TOKEN}-${NESTED}\""))
                .github()
                .api()
                .credentials();
        // What comes from the environment is not read again.
        assertThat(credentials).isEqualTo(new GitHubCredentials.Token("x-from-environment-${TOKEN}"));
        assertThat(widget(with("\"ci/test\"", "\"$${TOKEN} ${lower-case} $5\""))
                        .builders()
                        .get(0)
                        .autoContext())
                .contains("${TOKEN} ${lower-case} $5");
        assertThat(widget(with("[\"alice\"]", "[\"${TOKEN}\"]")).reviewers()).containsExactly("from-environment");
    }

    @Test
    public void missingVariablesAreNamed() {
        assertThat(problems(with("\"hook\"", "\"${HOOK_1}\"")))
                .containsExactly(
                        "cfg.toml:10: error: repo.widget.github.secret: the environment variable HOOK_1 is not set;"
                                + " set it before the start, or write $${HOOK_1} for the text itself");
        assertThat(problems(with("\"hook\"", "\"${EMPTY}\"")))
                .singleElement()
                .asString()
                .startsWith("cfg.toml:10: error: repo.widget.github.secret: is empty");
        assertThat(problems(with("[\"alice\"]", "[\"${NOBODY}\"]")).get(0))
                .startsWith("cfg.toml:7: error: repo.widget.reviewers: the environment variable NOBODY is not set");
    }

    @Test
    public void aMissingVariableIsNamedOnce() {
        assertThat(problems(with("\"token\"", "\"token\"\napp_client_id = \"id\"\napp_client_secret = \"${NOBODY}\"")))
                .singleElement()
                .asString()
                .contains("github.app_client_secret: the environment variable NOBODY is not set");
    }

    @Test
    public void aVariableInAnotherFormIsPointedOut() {
        assertThat(problems(with("\"hook\"", "\"$HOOK\"")))
                .containsExactly(
                        "cfg.toml:10: warning: repo.widget.github.secret: is taken as it stands; for the variable of"
                                + " the environment write ${HOOK}");
        assertThat(problems(with("\"hook\"", "\"a$HOOK\""))).isEmpty();
        assertThat(problems(with("\"hook\"", "\"$hook\""))).isEmpty();
    }

    @Test
    public void syntaxErrorsHaveLineAndColumn() {
        assertThat(problems("[github]\naccess_token = \n"))
                .singleElement()
                .asString()
                .startsWith("cfg.toml:2: error: column 16: Unexpected end of line");
        assertThat(problems("x = 99999999999999999999\ny = \"\\q\""))
                .contains(
                        "cfg.toml:1: error: column 5: Integer is too large",
                        "cfg.toml:2: error: column 6: Invalid escape sequence '\\q'");
    }

    @Test
    public void nothingInAFileMakesTheReaderFail() {
        for (int end = 0; end < LEAST.length(); end++) {
            problems(LEAST.substring(0, end));
            problems(LEAST.substring(end));
            problems(LEAST.substring(0, end) + "\u0000\uD800]\u2028" + LEAST.substring(end));
        }
    }

    @Test
    public void messagesNeverBreakTheLine() {
        assertThat(problems("\"a\\n\\u001b[31m\\u202eb\" = 1\n" + LEAST).get(0))
                .startsWith("cfg.toml:1: warning: \"a\uFFFD\uFFFD[31m\uFFFDb\": is not a setting");
    }

    @Test
    public void secretsAreNotShown() {
        String text = with("\"token\"", "\"s3cret\"").replace("\"hook\"", "\"s3cret-hook\"")
                + "[db]\nurl = \"jdbc:postgresql://h/d?password=s3cret\"\nuser = \"homu\"\npassword = \"s3cret\"\n";
        assertThat(valid(text).toString()).doesNotContain("s3cret");
        assertThat(problems(text))
                .containsExactly(
                        "cfg.toml:16: warning: db.url: holds a password; put it into password, where it is kept out"
                                + " of messages");
    }

    @Test
    public void databasesAreAFileOrAnAddress() {
        assertThat(valid(LEAST + "[db]\nfile = \"/var/lib/homu/homu.db\"\n").database())
                .isEqualTo(DatabaseSettings.file(Path.of("/var/lib/homu/homu.db")));
        assertThat(valid(LEAST + "[db]\nurl = \"jdbc:postgresql://db/homu\"\nuser = \"u\"\npassword = \"p\"\n")
                        .database())
                .isEqualTo(DatabaseSettings.postgresql("jdbc:postgresql://db/homu", "u", "p"));
        assertThat(problems(LEAST + "[db]\nurl = \"jdbc:mysql://db/homu\"\nfile = \"a\"\n"))
                .containsExactly(
                        "cfg.toml:16: error: db.url: must begin with jdbc:postgresql: ; for SQLite write file = \"main.db\"",
                        "cfg.toml:17: error: db.file: can't be used together with url; remove one of the two");
        assertThat(problems(LEAST + "[db]\nuser = \"u\"\n"))
                .containsExactly(
                        "cfg.toml:16: warning: db.user: has no effect without url: an SQLite file has no users");
    }

    @Test
    public void addressesOfGitHubEnterpriseFollowFromTheApis() {
        ServerConfiguration.GitHub github = valid(
                        with("\"token\"", "\"t\"\napi_url = \"https://git.example/api/v3/\"\nbot_name = \"@homu\""))
                .github();
        assertThat(github.api().apiUrl()).isEqualTo(URI.create("https://git.example/api/v3"));
        assertThat(github.api().graphqlUrl()).isEqualTo(URI.create("https://git.example/api/graphql"));
        assertThat(github.htmlUrl()).isEqualTo(URI.create("https://git.example"));
        assertThat(github.botName()).contains("homu");
        for (String url : List.of("ftp://x", "https://user:pass@x/", "nothing", "https://x/?q=1", "https://x y/")) {
            assertThat(problems(with("\"token\"", "\"t\"\napi_url = \"" + url + "\"")))
                    .singleElement()
                    .asString()
                    .startsWith("cfg.toml:3: error: github.api_url: ")
                    .doesNotContain("pass@");
        }
    }

    @Test
    public void aGitHubAppCanStandForTheToken() throws NoSuchAlgorithmException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(1024);
        PrivateKey made = generator.generateKeyPair().getPrivate();
        String key = "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(made.getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        assertThat(valid(with("access_token = \"token\"", "app_id = 12\napp_private_key = \"\"\"\n" + key + "\"\"\""))
                        .github()
                        .api()
                        .credentials())
                .isEqualTo(new GitHubCredentials.App("12", (RSAPrivateCrtKey) made));
        assertThat(problems(with("access_token = \"token\"", "app_id = 1\napp_private_key = \"key.pem\"")))
                .containsExactly(
                        "cfg.toml:3: error: github.app_private_key: is not an unencrypted private key in PEM: it has"
                                + " to begin with -----BEGIN RSA PRIVATE KEY----- or -----BEGIN PRIVATE KEY-----");
        assertThat(problems(with("access_token", "app_id = 1\naccess_token")))
                .containsExactly(
                        "cfg.toml:1: error: github.app_private_key: is missing: it is the private key of the GitHub App, as the"
                                + " text of the .pem file",
                        "cfg.toml:3: error: github.access_token: can't be used together with a GitHub App; remove it, or"
                                + " app_id and app_private_key");
    }

    private static Optional<HttpProxy> proxyTo(String address, String text, Map<String, String> environment) {
        ConfigurationReader.Result result = ConfigurationReader.parse("cfg.toml", text, environment);
        return result.configuration().orElseThrow().extras().proxies().to(URI.create(address));
    }

    @Test
    public void oneProxyLeadsToEverythingOutside() {
        String text = LEAST + "[http]\nproxy = \"http://proxy.example:3128\"\nno_proxy = [\"corp.example\"]\n";
        HttpProxy proxy = new HttpProxy("proxy.example", 3128, Optional.empty(), Optional.empty());
        assertThat(proxyTo("http://buildbot.example", text, ENVIRONMENT)).contains(proxy);
        assertThat(proxyTo("http://ci.corp.example", text, ENVIRONMENT)).isEmpty();
        assertThat(proxyTo("http://127.0.0.1:8010", text, ENVIRONMENT)).isEmpty();
        assertThat(valid(text).github().api().proxies())
                .isEqualTo(valid(text).extras().proxies());
        ServerConfiguration both = valid(with("\"token\"", "\"t\"\nproxy = \"http://other.example:1\"")
                + "[http]\nproxy = \"http://proxy.example:3128\"\nno_proxy = [\"corp.example\"]\n");
        assertThat(both.github().api().proxies().to(URI.create("https://api.github.com")))
                .map(HttpProxy::host)
                .contains("other.example");
        assertThat(both.github().api().proxies().to(URI.create("https://git.corp.example")))
                .isEmpty();
        assertThat(problems(LEAST + "[http]\nproxy = \"socks5://u:s3cret@p:1\"\nno_prox = []\n"))
                .hasSize(2)
                .anyMatch(problem -> problem.contains("error: http.proxy: must be an address such as"))
                .anyMatch(problem -> problem.contains("http.no_prox: is not a setting; did you mean no_proxy?"))
                .noneMatch(problem -> problem.contains("s3cret"));
    }

    @Test
    public void withoutASettingTheEnvironmentSaysTheProxy() {
        Map<String, String> environment = Map.of(
                "HTTPS_PROXY",
                "secure.example:3128",
                "http_proxy",
                "http://plain.example:1",
                "no_proxy",
                "a.example, .b.example");
        assertThat(proxyTo("https://quay.io", LEAST, environment))
                .map(HttpProxy::host)
                .contains("secure.example");
        assertThat(proxyTo("http://quay.io", LEAST, environment))
                .map(HttpProxy::host)
                .contains("plain.example");
        assertThat(proxyTo("https://x.b.example", LEAST, environment)).isEmpty();
        assertThat(proxyTo("http://quay.io", LEAST, Map.of("HTTP_PROXY", "http://plain.example:1")))
                .as("a header of a request may look like that")
                .isEmpty();
        ConfigurationReader.Result odd =
                ConfigurationReader.parse("cfg.toml", LEAST, Map.of("https_proxy", "socks5://u:s3cret@p:1"));
        assertThat(odd.configuration()).isPresent();
        assertThat(odd.problems())
                .extracting(problem -> problem.describe("cfg.toml"))
                .singleElement()
                .asString()
                .contains("warning: http.proxy: the environment variable https_proxy is no address")
                .doesNotContain("s3cret");
    }

    @Test
    public void aProxyMayNeedAPassword() {
        assertThat(valid(with("\"token\"", "\"t\"\nproxy = \"http://proxy.example:3128\""))
                        .github()
                        .api()
                        .proxies()
                        .to(URI.create("https://github.example")))
                .contains(new HttpProxy("proxy.example", 3128, Optional.empty(), Optional.empty()));
        assertThat(valid(with("\"token\"", "\"t\"\nproxy = \"http://u:p%40:q@proxy.example:3128\""))
                        .github()
                        .api()
                        .proxies()
                        .to(URI.create("https://github.example")))
                .contains(new HttpProxy("proxy.example", 3128, Optional.of("u"), Optional.of("p@:q")));
        assertThat(problems(with("\"token\"", "\"t\"\nproxy = \"http://u:s3cret@proxy example\"")))
                .containsExactly(
                        "cfg.toml:3: error: github.proxy: must be an address such as http://proxy.example:3128, or"
                                + " http://user:password@host:port");
    }

    @Test
    public void jsonIsReadTheSameWay() {
        String json =
                """
                {"github": {"access_token": "${TOKEN}"},
                 "repo": {"widget": {"owner": "acme", "name": "widget",
                   "reviewers": ["alice"], "timeout": 60,
                   "github": {"secret": "s"}, "status": {"context": "ci"},
                   "prioriti": null}}}
                """;
        ConfigurationReader.Result result = ConfigurationReader.parse("cfg.json", json, ENVIRONMENT);
        assertThat(result.problems().stream().map(problem -> problem.describe("cfg.json")))
                .containsExactly(
                        "cfg.json:5: warning: repo.widget.prioriti: is not a setting, and is ignored; remove it");
        assertThat(result.configuration().orElseThrow().settings("homu").get(0).timeout())
                .isEqualTo(Duration.ofMinutes(1));
        for (String bad : List.of("", "[]", "{\"a\":1,\"a\":2}", "{\"a\"", "{} {}", "{\"a\":1e9999}")) {
            assertThat(ConfigurationReader.parse("cfg.json", bad, ENVIRONMENT).configuration())
                    .isEmpty();
        }
    }
}
