package io.jenkins.plugins.homu.github;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.effect.Effect.StatusState;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.port.GitHubGateway.MergeOutcome;
import io.jenkins.plugins.homu.port.GitHubGateway.MoveOutcome;
import io.jenkins.plugins.homu.port.GitHubGateway.OpenPulls;
import io.jenkins.plugins.homu.port.Metrics;
import io.jenkins.plugins.homu.simulator.GitHubSimulator;
import io.jenkins.plugins.homu.simulator.Permission;
import io.jenkins.plugins.homu.simulator.SimApp;
import io.jenkins.plugins.homu.simulator.SimPull;
import io.jenkins.plugins.homu.simulator.SimRepository;
import java.io.IOException;
import java.net.URI;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** How few requests the client gets by with: GitHub counts them. */
public class GitHubRequestsTest {
    private static final RepositoryId WIDGET = new RepositoryId("acme", "widget");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private GitHubSimulator github;
    private SimRepository widget;
    private GitHubClient client;

    @Before
    public void start() throws IOException {
        github = GitHubSimulator.start(folder.getRoot().toPath()).testMerges(false);
        widget = github.createRepository("acme", "widget").grant("homu", Permission.WRITE);
        widget.commit("main", Map.of("README.md", "A widget\n"), "Initial commit");
        client = client(new GitHubCredentials.Token(github.user("homu").token()));
    }

    @After
    public void stop() {
        client.close();
        github.close();
    }

    private GitHubClient client(GitHubCredentials credentials) {
        return new GitHubClient(
                GitHubSettings.of(
                        URI.create(github.apiUrl()), Optional.of(URI.create(github.graphqlUrl())), credentials),
                body -> body.lines().toList(),
                Instant::now,
                Metrics.NONE);
    }

    /** All with the same commit, which is enough for their number. */
    private void openPulls(int count) {
        widget.branch("b", "main", Map.of("file", "x"));
        for (int i = 0; i < count; i++) {
            widget.branch("b" + i, "b", Map.of());
            widget.openPull("bob", "b" + i, "main", "Pull " + i, "");
        }
    }

    @Test
    public void aThousandPullRequestsWithTheirCommentsTakeAtMostThirtyRequests() throws Exception {
        openPulls(1000);
        for (SimPull pull : widget.pulls()) {
            pull.comment("alice", "@homu r+");
        }
        github.requests().reset();
        OpenPulls found = client.openPulls(WIDGET, Optional.of(Instant.EPOCH));
        assertThat(found.pulls()).hasSize(1000);
        assertThat(found.comments()).hasSize(1000);
        assertThat(github.requests().total()).isLessThanOrEqualTo(30);
        assertThat(github.rateLimits().status("homu", "graphql").used()).isLessThan(400);
    }

    @Test
    public void whatNobodyTouchedIsNotReadAgain() throws Exception {
        openPulls(150);
        OpenPulls found = client.openPulls(WIDGET, Optional.of(Instant.now().plusSeconds(5)));
        assertThat(found.pulls()).hasSize(150);
        assertThat(github.requests().total()).isEqualTo(2);
    }

    @Test
    public void mergeabilityOfTwoHundredTakesTwoRequests() throws Exception {
        openPulls(200);
        assertThat(client.mergeability(WIDGET, "main")).hasSize(200);
        assertThat(github.requests().total()).isEqualTo(2);
        github.requests().reset();
        List<Integer> numbers = widget.pulls().stream().map(SimPull::number).toList();
        assertThat(client.mergeability(WIDGET, numbers)).hasSize(200);
        assertThat(github.requests().total()).isEqualTo(2);
    }

    @Test
    public void whatTakesGitHubTooMuchIsAskedForInSmallerPieces() throws Exception {
        openPulls(50);
        widget.pulls().get(0).comment("alice", "@homu r+");
        // Of a pull request with its labels and assignees a hundred values may come, of the comments thousands.
        github.graphqlResources(5_000);
        OpenPulls found = client.openPulls(WIDGET, Optional.of(Instant.EPOCH));
        assertThat(found.pulls()).hasSize(50);
        assertThat(found.comments()).hasSize(1);
        assertThat(github.requests().count("POST /graphql OpenPulls")).isEqualTo(4);
        assertThat(github.requests().count("POST /graphql Comments")).isEqualTo(2);
        assertThat(github.requests().count("GET /repos/{owner}/{repo}/issues/comments"))
                .as("the comments by REST")
                .isEqualTo(1);

        github.requests().reset();
        github.graphqlResources(90);
        List<Integer> numbers = widget.pulls().stream().map(SimPull::number).toList();
        assertThat(client.mergeability(WIDGET, numbers)).hasSize(50);
        assertThat(client.mergeability(WIDGET, "main")).hasSize(50);
        assertThat(github.requests().total())
                .as("once in vain, then three pieces")
                .isEqualTo(8);
    }

    @Test
    public void whatTakesGitHubTooMuchInAnySizeIsAskedForByRest() throws Exception {
        openPulls(3);
        github.graphqlResources(1);
        assertThat(client.openPulls(WIDGET, Optional.of(Instant.EPOCH)).pulls()).hasSize(3);
        assertThat(client.mergeability(WIDGET, "main")).hasSize(3);
        assertThat(client.mergeability(WIDGET, List.of(1, 2, 3))).hasSize(3);
        github.graphqlResources(Long.MAX_VALUE);
        github.requests().reset();
        client.openPulls(WIDGET, Optional.empty());
        assertThat(github.requests().counts())
                .as("it was the query, not what GitHub offers")
                .containsOnlyKeys("POST /graphql OpenPulls");
    }

    @Test
    public void aMergeTakesAtMostEightRequests() throws Exception {
        for (int round = 1; round <= 3; round++) {
            widget.branch("fix" + round, "main", Map.of("fix" + round, "x"));
            SimPull pull = widget.openPull("bob", "fix" + round, "main", "Fix", "");
            CommitSha head = new CommitSha(pull.headSha());
            if (round == 1) {
                client.setBranch(WIDGET, "auto", head);
                client.setBranch(WIDGET, "scratch", new CommitSha(widget.tip("main")));
            }
            github.requests().reset();
            CommitSha base = client.tip(WIDGET, "main").orElseThrow();
            CommitSha merge = ((MergeOutcome.Merged) client.merge(WIDGET, "scratch", head, "Auto merge"))
                    .commit()
                    .sha();
            assertThat(client.setBranch(WIDGET, "auto", merge)).isEmpty();
            client.comment(WIDGET, pull.number(), "Testing");
            client.setStatus(WIDGET, head, "homu", StatusState.SUCCESS, "Test successful", Optional.empty());
            AttemptMember member = new AttemptMember(pull.number(), head, "alice");
            assertThat(client.moveBase(WIDGET, "main", base, merge, List.of(member), true))
                    .isInstanceOf(MoveOutcome.Moved.class);
            client.comment(WIDGET, pull.number(), "Merged");
            assertThat(github.requests().total()).as("round " + round).isLessThanOrEqualTo(8);
        }
    }

    @Test
    public void worksAsAGitHubAppToo() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair keys = generator.generateKeyPair();
        SimApp app = github.accounts().app("merger", github.organization("acme"), keys.getPublic());
        github.accounts().install(app, github.organization("acme"));
        widget.branch("fix", "main", Map.of("fix", "x"));
        SimPull pull = widget.openPull("bob", "fix", "main", "Fix", "");
        GitHubClient asApp =
                client(new GitHubCredentials.App(String.valueOf(app.id()), (RSAPrivateCrtKey) keys.getPrivate()));
        assertThat(asApp.login()).isEqualTo("merger[bot]");
        long comment = asApp.comment(WIDGET, pull.number(), "marker");
        assertThat(asApp.findComment(WIDGET, pull.number(), "marker", Instant.EPOCH))
                .contains(comment);
        assertThat(asApp.openPulls(WIDGET, Optional.empty()).pulls()).hasSize(1);
        assertThat(github.requests().count("POST /app/installations")).isEqualTo(1);
        asApp.close();
    }
}
