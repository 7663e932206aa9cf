package io.jenkins.plugins.homu.server.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.ci.BuildbotSettings;
import io.jenkins.plugins.homu.ci.ServiceLogin;
import io.jenkins.plugins.homu.ci.TravisSettings;
import io.jenkins.plugins.homu.core.settings.BuilderSettings;
import io.jenkins.plugins.homu.core.settings.BuilderSettings.Kind;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.Test;

public class ServiceReaderTest {
    private static final String LEAST =
            """
            [github]
            access_token = "t"

            [repo.widget]
            owner = "acme"
            name = "widget"
            reviewers = ["alice"]
            try_users = []
            [repo.widget.github]
            secret = "s"
            """;

    private static final String BUILDBOT =
            """
            [repo.widget.buildbot]
            url = "https://bb.example.org/"
            secret = "hush"
            """;

    private static ConfigurationReader.Result read(String more) {
        return ConfigurationReader.parse("cfg.toml", LEAST + more, Map.of());
    }

    private static ServerConfiguration.Repository repository(String more) {
        return read(more).configuration().orElseThrow().repositories().get(0);
    }

    private static List<String> problems(String more) {
        ConfigurationReader.Result result = read(more);
        return result.problems().stream()
                .map(problem -> problem.describe(result.file()))
                .toList();
    }

    private static BuilderSettings buildbot(String name, boolean forAuto, boolean forTry) {
        return new BuilderSettings(
                name,
                Kind.BUILDBOT,
                Optional.of(name).filter(it -> forAuto),
                Optional.of(name).filter(it -> forTry));
    }

    @Test
    public void theOriginalsTableNamesBuildersForMergesAndForTries() {
        ServerConfiguration.Repository repository = repository(
                BUILDBOT
                        + """
                        builders = ["linux", "mac"]
                        try_builders = ["linux", "try-win"]
                        username = "homu"
                        password = "pass"
                        warnings_pass = false
                        """);
        assertThat(repository.settings().builders())
                .containsExactly(
                        buildbot("linux", true, true), buildbot("mac", true, false), buildbot("try-win", false, true));
        assertThat(repository.services().buildbots())
                .containsExactly(new BuildbotSettings(
                        URI.create("https://bb.example.org"),
                        "hush",
                        Optional.of(new ServiceLogin("homu", "pass")),
                        false,
                        Set.of("linux", "mac", "try-win")));
        assertThat(repository.services().toString()).doesNotContain("hush").doesNotContain("pass");
    }

    @Test
    public void severalBuildbotsHaveNamesOfTheirOwn() {
        ServerConfiguration.Repository repository = repository(
                """
                [repo.widget.buildbot.one]
                url = "https://one"
                secret = "1"
                builders = ["a"]
                [repo.widget.buildbot.two]
                url = "https://two"
                secret = "2"
                builders = ["b"]
                try_builders = ["b"]
                """);
        assertThat(repository.settings().builders())
                .containsExactly(buildbot("a", true, false), buildbot("b", true, true));
        assertThat(repository.services().buildbots())
                .extracting(BuildbotSettings::secret)
                .containsExactly("1", "2");
    }

    @Test
    public void whatIsMissingIsSaid() {
        assertThat(problems("[repo.widget.buildbot]\nbuilders = [\"a\"]\ntry_builders = [\"a\"]\n"))
                .containsExactlyInAnyOrder(
                        "cfg.toml:11: error: repo.widget.buildbot.url: is missing: it is the address of Buildbot's pages",
                        "cfg.toml:11: error: repo.widget.buildbot.secret: is missing: Buildbot's HttpStatusPush must show"
                                + " the same; make one with: openssl rand -hex 20");
        assertThat(problems(BUILDBOT))
                .containsExactly("cfg.toml:11: error: repo.widget.buildbot.builders: names no builder; write the names"
                        + " of those that must pass before a merge");
        assertThat(problems(BUILDBOT + "builders = [\"a\"]\ntry_builders = [\"a\"]\nusername = \"u\"\n"))
                .containsExactly("cfg.toml:16: warning: repo.widget.buildbot.username: has no effect alone; write both"
                        + " username and password, or none");
        assertThat(problems("[repo.widget.buildbot]\n")).first().asString().contains("buildbot.url: is missing");
    }

    @Test
    public void noTwoBuildersHaveTheSameName() {
        assertThat(
                        problems(
                                """
                        [repo.widget.buildbot]
                        url = "https://bb"
                        secret = "s"
                        builders = ["status"]
                        [repo.widget.status]
                        context = "ci"
                        """))
                .singleElement()
                .asString()
                .contains("error: repo.widget: two builders are called status");
    }

    @Test
    public void travisIsOneBuilder() {
        ServerConfiguration.Repository repository = repository("[repo.widget.travis]\ntoken = \"tok\"\n");
        assertThat(repository.settings().builders())
                .containsExactly(
                        new BuilderSettings("travis", Kind.TRAVIS, Optional.of("travis"), Optional.of("travis")));
        assertThat(repository.services().travis())
                .contains(new TravisSettings(TravisSettings.DEFAULT_ENDPOINT, Optional.of("tok"), false));
        assertThat(repository.services().toString()).doesNotContain("tok");
        assertThat(repository("[repo.widget.travis]\ntry = false\nendpoint = \"https://travis.acme.org/api/\"\n")
                        .services()
                        .travis()
                        .orElseThrow()
                        .endpoint())
                .isEqualTo(URI.create("https://travis.acme.org/api"));
        assertThat(problems("[repo.widget.travis]\nlegacy_authorization = true\n"))
                .singleElement()
                .asString()
                .contains("needs a token");
    }
}
