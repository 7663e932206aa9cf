package io.jenkins.plugins.homu.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.core.settings.AccessSettings.Level;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.Metrics;
import io.jenkins.plugins.homu.simulator.GitHubSimulator;
import io.jenkins.plugins.homu.simulator.Permission;
import io.jenkins.plugins.homu.simulator.SimRepository;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What people are in a repository and its organisation. */
public class RestAccessTest {
    private static final RepositoryId WIDGET = new RepositoryId("acme", "widget");

    @Rule
    public final TemporaryFolder directory = new TemporaryFolder();

    private GitHubSimulator github;
    private SimRepository repository;
    private GitHubClient client;

    @Before
    public void start() throws Exception {
        github = GitHubSimulator.start(directory.getRoot().toPath());
        repository = github.createRepository("acme", "widget").grant("homu", Permission.WRITE);
        repository.commit("main", Map.of("README.md", "# Widget\n"), "The first commit");
        client = client(URI.create(github.apiUrl()), github.user("homu").token());
    }

    private static GitHubClient client(URI url, String token) {
        return new GitHubClient(
                GitHubSettings.of(url, Optional.empty(), new GitHubCredentials.Token(token)),
                body -> List.of(),
                Instant::now,
                Metrics.NONE);
    }

    @After
    public void stop() {
        client.close();
        github.close();
    }

    @Test
    public void everyLevelIsTold() throws Exception {
        for (Level level : Level.values()) {
            String login = "person-" + level.name().toLowerCase(Locale.ROOT);
            repository.grant(login, Permission.valueOf(level.name()));
            assertThat(client.permission(WIDGET, login)).contains(level);
        }
        github.user("stranger");
        assertThat(client.permission(WIDGET, "stranger")).contains(Level.READ);
    }

    @Test
    public void whoIsNothingInAPrivateRepositoryHasNoLevel() throws Exception {
        repository.makePrivate();
        github.user("stranger");
        assertThat(client.permission(WIDGET, "stranger")).isEmpty();
    }

    @Test
    public void anAccountThatIsGoneHasNoLevel() throws Exception {
        assertThat(client.permission(WIDGET, "nobody")).isEmpty();
        assertThat(client.permission(WIDGET, "ghost[bot]")).isEmpty();
    }

    @Test
    public void withoutPushAccessThereIsNoAnswerButAReason() {
        repository.grant("homu", Permission.TRIAGE);
        repository.grant("gina", Permission.WRITE);
        assertThatThrownBy(() -> client.permission(WIDGET, "gina"))
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.isTransient()).isFalse())
                .hasMessageContaining("Must have push access")
                .hasMessageContaining("Check what the credentials are allowed");
    }

    @Test
    public void aMissingRepositoryIsNotTakenForAMissingRight() {
        assertThatThrownBy(() -> client.permission(new RepositoryId("acme", "gone"), "gina"))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("404");
    }

    @Test
    public void aRoleOfTheOrganisationsOwnMakingCountsAsWhatItIncludes() throws Exception {
        try (FakeApi api = new FakeApi()) {
            api.then(200, "{\"permission\":\"write\",\"role_name\":\"release manager\",\"user\":{\"login\":\"gina\"}}");
            api.then(200, "{\"permission\":\"none\",\"role_name\":\"none\"}");
            try (GitHubClient other = client(URI.create(api.url()), "token")) {
                assertThat(other.permission(WIDGET, "gina")).contains(Level.WRITE);
                assertThat(other.permission(WIDGET, "hugo")).isEmpty();
            }
        }
    }

    @Test
    public void activeMembersOfTeamsAreTold() throws Exception {
        github.accounts().member("acme", "core", "gina", "active");
        github.accounts().member("acme", "core", "pending-peter", "pending");
        github.user("stranger");
        assertThat(client.isTeamMember(WIDGET, "acme/core", "gina")).isTrue();
        assertThat(client.isTeamMember(WIDGET, "acme/core", "pending-peter")).isFalse();
        assertThat(client.isTeamMember(WIDGET, "acme/core", "stranger")).isFalse();
    }

    @Test
    public void aTeamThatCantBeSeenIsNoEmptyOne() {
        assertThatThrownBy(() -> client.isTeamMember(WIDGET, "acme/ghosts", "gina"))
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.isTransient()).isFalse())
                .hasMessageContaining("acme/ghosts")
                .hasMessageContaining("read:org");
    }
}
