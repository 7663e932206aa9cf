package io.jenkins.plugins.homu.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.homu.core.effect.Effect.PrepareMerge;
import io.jenkins.plugins.homu.core.effect.MergePlan;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.core.settings.MergeSettings.Committer;
import io.jenkins.plugins.homu.core.settings.MergeSettings.Method;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.GitGateway.Outcome;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Git by SSH, with a real server: which one it goes to, and what becomes of the keys. */
public class LocalGitOverSshIT {
    private static final RepositoryId WIDGET = new RepositoryId("acme", "Widget");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path keys;
    private RealRepository github;
    private CommitSha base;
    private CommitSha head;
    private SshServer server;

    @Before
    public void server() throws IOException {
        SshServer.assumeInstalled();
        github = new RealRepository(folder.getRoot().toPath().resolve("Widget.git"));
        base = github.commit("Initial", Map.of("README.md", "One\n"));
        github.branch("fix", "main");
        head = github.commit("Fix", Map.of("fix.txt", "fix\n"));
        github.branch("main", "main");
        base = github.commit("On main", Map.of("main.txt", "main\n"));
        keys = folder.newFolder("keys").toPath();
        SshServer.newKey(keys.resolve("bot"));
        SshServer.newKey(keys.resolve("other"));
        server = SshServer.start(folder.newFolder("sshd").toPath(), Files.readString(keys.resolve("bot.pub")));
    }

    @After
    public void stop() {
        if (server != null) {
            server.close();
        }
    }

    /** A directory whose name has all in it that a shell and SSH could take for something else. */
    private Path cache() {
        return folder.getRoot().toPath().resolve("it's 100% a \"cache\"");
    }

    private GitSettings settings(String key) throws IOException {
        return GitSettings.of(cache(), URI.create("https://github.example"))
                .withRemoteUrl(server.url(folder.getRoot().toPath()))
                .withSshKey(Files.readString(keys.resolve(key)));
    }

    private Outcome make(GitSettings settings) throws GatewayException {
        LocalGit git = new LocalGit(settings, repository -> {
            throw new AssertionError("by SSH no token is needed");
        });
        return git.make(
                WIDGET,
                new PrepareMerge(
                        1,
                        1,
                        "main",
                        Optional.empty(),
                        List.of(new AttemptMember(7, head, "alice")),
                        "scratch",
                        "auto",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        false,
                        "Auto merge of #7",
                        new MergePlan(
                                Method.MERGE,
                                false,
                                true,
                                Instant.parse("2026-03-01T12:00:00Z"),
                                new Committer("homu", "homu@example.org"),
                                List.of())),
                base,
                Optional.empty());
    }

    private void assertPrivate(Path file) throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    public void fetchesAndPushesWithTheKeyToTheServerThatIsKnown() throws Exception {
        GitSettings settings = settings("bot").withKnownHosts(server.knownHost(server.hostKey()));
        Outcome.Made made = (Outcome.Made) make(settings);
        assertThat(github.tip("auto")).isEqualTo(made.commit());
        assertThat(github.remote("show", "-s", "--format=%P", "auto")).isEqualTo(base + " " + head);
        assertThat(github.tip("main")).isEqualTo(base);
        Path key = cache().resolve("ssh-key");
        assertThat(Files.readString(key)).isEqualTo(Files.readString(keys.resolve("bot")));
        assertPrivate(key);
        assertPrivate(cache().resolve("known_hosts"));

        // As a backup may bring it back: SSH would not take it.
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(make(settings)).isEqualTo(made);
        assertPrivate(key);
    }

    @Test
    public void keyThatIsReplacedIsTheOneThatIsUsed() throws Exception {
        String host = server.knownHost(server.hostKey());
        assertThatThrownBy(() -> make(settings("other").withKnownHosts(host))).isInstanceOf(GatewayException.class);
        assertThat(make(settings("bot").withKnownHosts(host))).isInstanceOf(Outcome.Made.class);
        assertThat(cache().resolve("ssh-key")).hasSameTextualContentAs(keys.resolve("bot"));
    }

    @Test
    public void keyThatTheServerDoesNotTakeIsSaidAndNotTriedAgainAndAgain() throws Exception {
        GitSettings settings = settings("other").withKnownHosts(server.knownHost(server.hostKey()));
        assertRefused(settings, "SSH key must be able to read and write this repository", "Permission denied");
    }

    @Test
    public void serverWhoseKeyIsNotKnownIsNotGoneTo() throws Exception {
        assertRefused(settings("bot"), "put its line into known_hosts in [git]", "Host key verification failed");
    }

    @Test
    public void serverWithAnotherKeyThanTheOneThatIsKnownIsNotGoneTo() throws Exception {
        GitSettings settings = settings("bot").withKnownHosts(server.knownHost(keys.resolve("other.pub")));
        assertRefused(settings, "or it has changed", "Host key verification failed");
    }

    private void assertRefused(GitSettings settings, String remedy, String reason) {
        assertThatThrownBy(() -> make(settings))
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.isTransient()).isFalse())
                .hasMessageContaining(remedy)
                .hasMessageContaining(reason)
                .hasMessageNotContaining("PRIVATE KEY");
        assertThat(github.remote("branch", "--list", "auto")).isEmpty();
    }
}
