package io.jenkins.plugins.homu.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.homu.core.effect.Effect.StatusState;
import io.jenkins.plugins.homu.core.event.Event.CommentAdded;
import io.jenkins.plugins.homu.core.event.Event.CommentSource;
import io.jenkins.plugins.homu.core.event.Event.ReportKind;
import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.model.AbbreviatedSha;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.Mergeability;
import io.jenkins.plugins.homu.core.model.PullSnapshot;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.GitHubGateway;
import io.jenkins.plugins.homu.port.GitHubGateway.Head;
import io.jenkins.plugins.homu.port.GitHubGateway.MergeOutcome;
import io.jenkins.plugins.homu.port.GitHubGateway.MoveOutcome;
import io.jenkins.plugins.homu.port.GitHubGateway.OpenOutcome;
import io.jenkins.plugins.homu.port.Metrics;
import io.jenkins.plugins.homu.simulator.GitHubSimulator;
import io.jenkins.plugins.homu.simulator.Permission;
import io.jenkins.plugins.homu.simulator.SimComment;
import io.jenkins.plugins.homu.simulator.SimPull;
import io.jenkins.plugins.homu.simulator.SimReaction;
import io.jenkins.plugins.homu.simulator.SimRepository;
import io.jenkins.plugins.homu.simulator.SimWorkflowRun;
import io.jenkins.plugins.homu.simulator.git.GitCommit;
import io.jenkins.plugins.homu.simulator.git.GitObjects;
import io.jenkins.plugins.homu.simulator.web.Fault;
import io.jenkins.plugins.homu.testing.Await;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameter;
import org.junit.runners.Parameterized.Parameters;

/**
 * The client against a GitHub with real git repositories, with GraphQL and without. Long, because each case has to hold
 * both ways, on the same simulator.
 */
@RunWith(Parameterized.class)
public class GitHubClientSimulatorTest {
    private static final RepositoryId WIDGET = new RepositoryId("acme", "widget");
    private static final Set<ReportKind> BOTH = Set.of(ReportKind.STATUS, ReportKind.CHECK);
    private static final CommitSha NOWHERE = new CommitSha("12345678".repeat(5));

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Parameter
    public boolean graphql;

    private GitHubSimulator github;
    private SimRepository widget;
    private GitHubClient client;

    @Parameters(name = "GraphQL: {0}")
    public static List<Boolean> parameters() {
        return List.of(true, false);
    }

    @Before
    public void start() throws IOException {
        github = GitHubSimulator.start(folder.getRoot().toPath()).graphql(graphql);
        github.user("homu");
        widget = github.createRepository("acme", "widget").grant("homu", Permission.WRITE);
        widget.commit("main", Map.of("README.md", "A widget\n"), "Initial commit");
        client = client(github.user("homu").token());
    }

    @After
    public void stop() {
        if (client != null) {
            client.close();
        }
        github.close();
    }

    private GitHubClient client(String token) {
        return new GitHubClient(
                GitHubSettings.of(
                        URI.create(github.apiUrl()),
                        Optional.of(URI.create(github.graphqlUrl())),
                        new GitHubCredentials.Token(token)),
                body -> body.lines().toList(),
                Instant::now,
                Metrics.NONE);
    }

    private SimPull pull(String branch) {
        widget.branch(branch, "main", Map.of(branch + ".txt", "new\n"));
        return widget.openPull("bob", branch, "main", "Add " + branch, "Because.");
    }

    private static CommitSha sha(String value) {
        return new CommitSha(value);
    }

    private static AttemptMember member(SimPull pull) {
        return new AttemptMember(pull.number(), sha(pull.headSha()), "alice");
    }

    // ---- the account, branches, commits ----

    @Test
    public void knowsItsOwnLoginAndAsksOnce() throws Exception {
        assertThat(client.login()).isEqualTo("homu");
        assertThat(client.login()).isEqualTo("homu");
        assertThat(github.requests().count("GET /user")).isEqualTo(1);
    }

    @Test
    public void wrongCredentialsAreToldAsSuchWithoutThem() {
        GitHubClient stranger = client("ghp_wrongtoken");
        assertThatThrownBy(stranger::login).isInstanceOfSatisfying(GatewayException.class, e -> {
            assertThat(e.status()).isEqualTo(401);
            assertThat(e).hasMessageContaining("access_token").hasMessageNotContaining("ghp_wrongtoken");
        });
        stranger.close();
    }

    @Test
    public void readsTipsOfBranches() throws Exception {
        widget.branch("feature/a#b-ü%2f", "main", Map.of("x", "y"));
        assertThat(client.tip(WIDGET, "main")).contains(sha(widget.tip("main")));
        assertThat(client.tip(WIDGET, "feature/a#b-ü%2f")).contains(sha(widget.tip("feature/a#b-ü%2f")));
        assertThat(client.tip(WIDGET, "nothing")).isEmpty();
        assertThat(client.tip(WIDGET, "mai")).isEmpty();
    }

    @Test
    public void aBranchNameIsNeverAnotherPath() {
        for (String branch : List.of("../../../../user", "a//b", ".", "")) {
            assertThatThrownBy(() -> client.tip(WIDGET, branch)).isInstanceOf(GatewayException.class);
        }
        assertThat(github.requests().count("GET /user")).isZero();
    }

    @Test
    public void readsCommits() throws Exception {
        SimPull pull = pull("fix");
        GitHubGateway.Commit commit = client.commit(WIDGET, sha(pull.headSha())).orElseThrow();
        assertThat(commit.parents()).containsExactly(sha(widget.tip("main")));
        assertThat(commit.tree()).matches("[0-9a-f]{40}");
        assertThat(client.commit(WIDGET, NOWHERE)).isEmpty();
    }

    @Test
    public void findsCommitsByTheirFirstDigits() throws Exception {
        CommitSha fix = sha(pull("fix").headSha());
        assertThat(client.find(WIDGET, new AbbreviatedSha(fix.abbreviated()))).contains(fix);
        assertThat(client.find(WIDGET, AbbreviatedSha.of(fix))).contains(fix);
        assertThat(client.find(WIDGET, AbbreviatedSha.of(NOWHERE))).isEmpty();
        assertThat(client.find(WIDGET, new AbbreviatedSha(NOWHERE.abbreviated())))
                .isEmpty();
    }

    @Test
    public void aBranchThatIsCalledLikeACommitIsNotTakenForIt() throws Exception {
        CommitSha fix = sha(pull("fix").headSha());
        widget.branch(fix.abbreviated(), "main", Map.of("other", "x"));
        assertThat(client.find(WIDGET, new AbbreviatedSha(fix.abbreviated()))).isEmpty();
        assertThat(client.find(WIDGET, new AbbreviatedSha(fix.value().substring(0, 8))))
                .contains(fix);
    }

    @Test
    public void digitsThatSeveralCommitsBeginWithNameNone() throws Exception {
        CommitSha one = commit("Commit 2148\n");
        CommitSha other = commit("Commit 20733\n");
        assertThat(other.abbreviated()).isEqualTo(one.abbreviated());
        assertThat(client.find(WIDGET, new AbbreviatedSha(one.abbreviated()))).isEmpty();
        assertThat(client.find(WIDGET, new AbbreviatedSha(one.value().substring(0, 8))))
                .contains(one);
    }

    private CommitSha commit(String message) {
        GitObjects objects = widget.git().objects();
        GitCommit.Signature ann =
                new GitCommit.Signature("Ann", "ann@example.com", Instant.ofEpochSecond(1_700_000_000));
        return sha(objects.writeCommit(objects.writeTree(Map.of()), List.of(), ann, ann, message)
                .oid());
    }

    @Test
    public void tellsAncestors() throws Exception {
        CommitSha before = sha(widget.tip("main"));
        CommitSha fix = sha(pull("fix").headSha());
        CommitSha after = sha(widget.pushDirectly("main", Map.of("b", "c")));
        assertThat(client.isAncestor(WIDGET, before, after)).isTrue();
        assertThat(client.isAncestor(WIDGET, before, fix)).isTrue();
        assertThat(client.isAncestor(WIDGET, after, before)).isFalse();
        assertThat(client.isAncestor(WIDGET, after, fix)).isFalse();
        assertThat(client.isAncestor(WIDGET, after, after)).isTrue();
        assertThat(client.isAncestor(WIDGET, NOWHERE, after)).isFalse();
    }

    @Test
    public void putsABranchOfOurOwnAnywhere() throws Exception {
        CommitSha main = sha(widget.tip("main"));
        CommitSha fix = sha(pull("fix").headSha());
        assertThat(client.setBranch(WIDGET, "auto", fix)).isEmpty();
        assertThat(widget.tip("auto")).isEqualTo(fix.value());
        assertThat(client.setBranch(WIDGET, "auto", main)).isEmpty();
        assertThat(widget.tip("auto")).isEqualTo(main.value());
        assertThat(github.requests().count("PATCH")).isEqualTo(2);
        assertThat(github.requests().count("POST /repos/{owner}/{repo}/git/refs"))
                .isEqualTo(1);
    }

    @Test
    public void anExistingBranchTakesOneRequest() throws Exception {
        widget.branch("auto", "main", Map.of());
        client.setBranch(WIDGET, "auto", sha(widget.tip("main")));
        assertThat(github.requests().total()).isEqualTo(1);
    }

    @Test
    public void aBranchKnownToBeMissingIsCreatedAtOnce() throws Exception {
        assertThat(client.tip(WIDGET, "auto")).isEmpty();
        github.requests().reset();
        assertThat(client.setBranch(WIDGET, "auto", sha(widget.tip("main")))).isEmpty();
        assertThat(github.requests().total()).isEqualTo(1);
    }

    @Test
    public void anUnknownCommitIsARefusal() throws Exception {
        assertThat(client.setBranch(WIDGET, "auto", NOWHERE)).isPresent();
    }

    // ---- merging ----

    @Test
    public void mergesOneCommitIntoABranch() throws Exception {
        SimPull pull = pull("fix");
        CommitSha base = sha(widget.tip("main"));
        client.setBranch(WIDGET, "auto", base);
        MergeOutcome outcome = client.merge(WIDGET, "auto", sha(pull.headSha()), "Auto merge of #1\n\nr=alice");
        assertThat(outcome).isInstanceOfSatisfying(MergeOutcome.Merged.class, merged -> {
            assertThat(merged.commit().parents()).containsExactly(base, sha(pull.headSha()));
            assertThat(merged.commit().sha().value()).isEqualTo(widget.tip("auto"));
            assertThat(merged.commit().message()).startsWith("Auto merge of #1");
            assertThat(merged.commit().tree()).matches("[0-9a-f]{40}");
        });
        assertThat(client.merge(WIDGET, "auto", sha(pull.headSha()), "again"))
                .isInstanceOf(MergeOutcome.AlreadyThere.class);
    }

    @Test
    public void tellsWhyAMergeCannotBeMade() throws Exception {
        SimPull pull = pull("fix");
        assertThat(client.merge(WIDGET, "auto", sha(pull.headSha()), "m"))
                .isInstanceOf(MergeOutcome.BranchMissing.class);
        client.setBranch(WIDGET, "auto", sha(widget.pushDirectly("main", Map.of("fix.txt", "other\n"))));
        assertThat(client.merge(WIDGET, "auto", sha(pull.headSha()), "m")).isInstanceOf(MergeOutcome.Conflict.class);
        assertThat(client.merge(WIDGET, "auto", NOWHERE, "m")).isInstanceOf(MergeOutcome.HeadMissing.class);
    }

    @Test
    public void aMergeIsNotSentAgainWhenItsAnswerIsLost() {
        SimPull pull = pull("fix");
        for (Fault fault : List.of(Fault.status(502), Fault.disconnect())) {
            github.faults()
                    .inject(fault.afterEffect()
                            .on("POST /repos/{owner}/{repo}/merges")
                            .times(1));
            widget.branch("auto" + github.requests().total(), "main", Map.of());
            String branch = "auto" + github.requests().total();
            long before = github.requests().count("POST /repos/{owner}/{repo}/merges");
            assertThatThrownBy(() -> client.merge(WIDGET, branch, sha(pull.headSha()), "m"))
                    .isInstanceOfSatisfying(GatewayException.class, e -> assertThat(e.isTransient())
                            .isTrue());
            assertThat(github.requests().count("POST /repos/{owner}/{repo}/merges") - before)
                    .isEqualTo(1);
        }
    }

    @Test
    public void whatOnlyAsksIsAskedAgain() throws Exception {
        github.faults().inject(Fault.status(502).on("GET").times(1));
        github.faults().inject(Fault.disconnect().on("GET").times(1));
        assertThat(client.tip(WIDGET, "main")).isPresent();
        assertThat(github.requests().count("GET")).isEqualTo(3);
    }

    @Test
    public void trouleThatStaysIsToldAsTransient() {
        github.faults().inject(Fault.status(500));
        assertThatThrownBy(() -> client.tip(WIDGET, "main")).isInstanceOfSatisfying(GatewayException.class, e -> {
            assertThat(e.isTransient()).isTrue();
            assertThat(e.status()).isEqualTo(500);
            assertThat(e).hasMessageContaining("GET /repos/acme/widget/git/ref/heads/main");
        });
        assertThat(github.requests().count("GET")).isEqualTo(3);
    }

    // ---- moving the base ----

    private CommitSha merged(SimPull pull) throws GatewayException {
        client.setBranch(WIDGET, "auto", sha(widget.tip("main")));
        return ((MergeOutcome.Merged) client.merge(WIDGET, "auto", sha(pull.headSha()), "Auto merge"))
                .commit()
                .sha();
    }

    @Test
    public void movesTheBaseToTheTestedCommit() throws Exception {
        for (boolean verifyHeads : new boolean[] {true, false}) {
            SimPull pull = pull("fix-" + verifyHeads);
            CommitSha from = sha(widget.tip("main"));
            CommitSha to = merged(pull);
            github.requests().reset();
            assertThat(client.moveBase(WIDGET, "main", from, to, List.of(member(pull)), verifyHeads))
                    .isInstanceOf(MoveOutcome.Moved.class);
            assertThat(widget.tip("main")).isEqualTo(to.value());
            // Without compare-and-swap the tip is read as well; with it, the very first call asks for GitHub's id.
            int most = graphql ? 2 : verifyHeads ? 4 : 2;
            assertThat(github.requests().total()).isLessThanOrEqualTo(most);
            Await.until(pull::isMerged);
        }
    }

    @Test
    public void doesNotMoveABaseThatOthersMoved() throws Exception {
        SimPull pull = pull("fix");
        CommitSha from = sha(widget.tip("main"));
        CommitSha to = merged(pull);
        String theirs = widget.pushDirectly("main", Map.of("other.txt", "x"));
        assertThat(client.moveBase(WIDGET, "main", from, to, List.of(member(pull)), true))
                .isInstanceOf(MoveOutcome.NotFastForward.class);
        assertThat(widget.tip("main")).isEqualTo(theirs);
    }

    @Test
    public void doesNotMoveTheBaseForAHeadThatChanged() throws Exception {
        SimPull pull = pull("fix");
        AttemptMember approved = member(pull);
        CommitSha from = sha(widget.tip("main"));
        CommitSha to = merged(pull);
        pull.push(Map.of("sneaked.txt", "in"));
        assertThat(client.moveBase(WIDGET, "main", from, to, List.of(approved), true))
                .isInstanceOfSatisfying(MoveOutcome.HeadChanged.class, it -> assertThat(it.number())
                        .isEqualTo(pull.number()));
        pull.close();
        assertThat(client.moveBase(WIDGET, "main", from, to, List.of(member(pull)), true))
                .isInstanceOf(MoveOutcome.HeadChanged.class);
        assertThat(client.moveBase(
                        WIDGET, "main", from, to, List.of(new AttemptMember(999, approved.head(), "alice")), true))
                .isInstanceOf(MoveOutcome.HeadChanged.class);
        assertThat(widget.tip("main")).isEqualTo(from.value());
    }

    @Test
    public void doesNotMoveTheBaseForAPullRequestThatGoesElsewhereNow() throws Exception {
        SimPull pull = pull("fix");
        AttemptMember approved = member(pull);
        CommitSha from = sha(widget.tip("main"));
        CommitSha to = merged(pull);
        widget.branch("stable", "main", Map.of());
        pull.retarget("stable");
        assertThat(client.moveBase(WIDGET, "main", from, to, List.of(approved), true))
                .isEqualTo(new MoveOutcome.HeadChanged(
                        pull.number(), "The base of pull request #" + pull.number() + " is now stable, not main"));
        assertThat(widget.tip("main")).isEqualTo(from.value());
    }

    @Test
    public void doesNotPutBackWhatWasTakenOffTheBase() throws Exception {
        String before = widget.tip("main");
        widget.commit("main", Map.of("bad.txt", "x"), "To be taken off");
        SimPull pull = pull("fix");
        CommitSha from = sha(widget.tip("main"));
        CommitSha to = merged(pull);
        widget.forcePush("main", before);
        for (boolean verifyHeads : new boolean[] {true, false}) {
            assertThat(client.moveBase(WIDGET, "main", from, to, List.of(member(pull)), verifyHeads))
                    .isInstanceOf(MoveOutcome.NotFastForward.class);
            assertThat(widget.tip("main")).isEqualTo(before);
        }
    }

    @Test
    public void tellsProtectionInGitHubsOwnWords() throws Exception {
        SimPull pull = pull("fix");
        CommitSha from = sha(widget.tip("main"));
        CommitSha to = merged(pull);
        widget.protect("main").requireStatus("ci/required");
        assertThat(client.moveBase(WIDGET, "main", from, to, List.of(member(pull)), true))
                .isInstanceOfSatisfying(MoveOutcome.Refused.class, refused -> assertThat(refused.detail())
                        .contains("ci/required"));
        assertThat(widget.tip("main")).isEqualTo(from.value());
    }

    @Test
    public void anUnclearMoveIsTransientAndCanBeLookedAt() throws Exception {
        SimPull pull = pull("fix");
        CommitSha from = sha(widget.tip("main"));
        CommitSha to = merged(pull);
        client.moveBase(WIDGET, "main", from, from, List.of(), false);
        github.faults()
                .inject(Fault.disconnect()
                        .afterEffect()
                        .on(graphql ? "POST /graphql" : "PATCH")
                        .times(1));
        assertThatThrownBy(() -> client.moveBase(WIDGET, "main", from, to, List.of(member(pull)), false))
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.isTransient()).isTrue());
        assertThat(client.tip(WIDGET, "main")).contains(to);
    }

    // ---- talking ----

    @Test
    public void commentsAndFindsItsComments() throws Exception {
        SimPull pull = pull("fix");
        Instant since = Instant.now().minusSeconds(5);
        pull.comment("alice", "imitating marker-1");
        long first = client.comment(WIDGET, pull.number(), "Hello <!-- marker-1 -->");
        long second = client.comment(WIDGET, pull.number(), "Hello again <!-- marker-1 -->");
        assertThat(client.findComment(WIDGET, pull.number(), "marker-1", since)).contains(second);
        assertThat(second).isGreaterThan(first);
        assertThat(client.findComment(WIDGET, pull.number(), "marker-2", since)).isEmpty();
        client.editComment(WIDGET, first, "Changed");
        assertThat(pull.comments()).extracting(SimComment::body).contains("Changed");
    }

    @Test
    public void acknowledgesComments() throws Exception {
        SimPull pull = pull("fix");
        long comment = pull.comment("alice", "@homu r+");
        client.acknowledge(WIDGET, pull.number(), CommentSource.ISSUE_COMMENT, comment);
        client.acknowledge(WIDGET, pull.number(), CommentSource.ISSUE_COMMENT, comment);
        long onTheDiff = pull.reviewComment("alice", "README.md", "@homu p=1");
        client.acknowledge(WIDGET, pull.number(), CommentSource.REVIEW_COMMENT, onTheDiff);

        for (long id : new long[] {comment, onTheDiff}) {
            assertThat(widget.reactions(id)).extracting(SimReaction::content).containsExactly("+1");
        }
        client.acknowledge(WIDGET, pull.number(), CommentSource.ISSUE_COMMENT, 987654321);
        assertThat(github.requests().count("POST")).isEqualTo(4);
    }

    @Test
    public void acknowledgesReviewsByGraphQlForRestHasNoReactionsThere() throws Exception {
        SimPull pull = pull("fix");
        long review = pull.review("alice", "@homu p=1");
        github.requests().reset();

        for (int i = 0; i < 2; i++) {
            assertThat(client.acknowledge(WIDGET, pull.number(), CommentSource.REVIEW, review))
                    .isEqualTo(graphql);
        }
        // Where GraphQL is missing, it is not asked for again, nor is the review.
        assertThat(github.requests().total()).isEqualTo(graphql ? 4 : 2);
        assertThat(widget.reactions(review)).hasSize(graphql ? 1 : 0).allMatch(it -> it.content()
                .equals("+1"));
        assertThat(client.acknowledge(WIDGET, pull.number(), CommentSource.REVIEW, 987654321))
                .as("one that is gone")
                .isEqualTo(graphql);
    }

    @Test
    public void setsStatusesAndReadsThem() throws Exception {
        CommitSha sha = sha(pull("fix").headSha());
        client.setStatus(WIDGET, sha, "homu", StatusState.PENDING, "x".repeat(200), Optional.empty());
        client.setStatus(
                WIDGET, sha, "homu", StatusState.SUCCESS, "Test successful", Optional.of("https://homu.example/1"));
        widget.status(sha.value(), "ci/test", "failure", "javascript:alert(1)", "no");
        widget.checkRun(sha.value(), "build", "success", "https://ci.example/1");
        widget.checkRun(sha.value(), "skipped", "skipped", "https://ci.example/2");
        Map<String, Reported> results = new java.util.HashMap<>();
        client.results(WIDGET, sha, BOTH).forEach(it -> results.put(it.context(), it));
        assertThat(results.keySet()).isEqualTo(Set.of("homu", "ci/test", "build"));
        assertThat(results.get("homu").state()).isEqualTo(BuilderState.SUCCESS);
        assertThat(results.get("homu").url()).contains("https://homu.example/1");
        assertThat(results.get("ci/test").state()).isEqualTo(BuilderState.FAILURE);
        assertThat(results.get("ci/test").url()).isEmpty();
        assertThat(results.get("build").state()).isEqualTo(BuilderState.SUCCESS);
        assertThat(results.get("build").sha()).isEqualTo(sha);
    }

    @Test
    public void asksOnlyForWhatBuildersReportBy() throws Exception {
        CommitSha sha = sha(widget.tip("main"));
        widget.status(sha.value(), "ci/test", "success", null, "");
        widget.checkRun(sha.value(), "build", "success", null);
        // What a fine-grained token gets of check runs in a private repository.
        github.faults().inject(Fault.status(403).on("GET /repos/{owner}/{repo}/commits/{ref}/check-runs"));
        assertThat(client.results(WIDGET, sha, Set.of(ReportKind.STATUS)))
                .extracting(Reported::context)
                .containsExactly("ci/test");
        assertThatThrownBy(() -> client.results(WIDGET, sha, BOTH))
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.isTransient()).isFalse())
                .hasMessageContaining("check-runs")
                .hasMessageContaining("a classic one or a GitHub App");
        github.faults().clear();
        assertThat(client.results(WIDGET, sha, Set.of(ReportKind.CHECK)))
                .extracting(Reported::context)
                .containsExactly("build");
    }

    @Test
    public void readsMoreStatusesThanOnePageHolds() throws Exception {
        CommitSha sha = sha(widget.tip("main"));
        for (int i = 0; i < 130; i++) {
            widget.status(sha.value(), "ci/" + i, "success", null, "");
            widget.checkRun(sha.value(), "check/" + i, "success", null);
        }
        assertThat(client.results(WIDGET, sha, BOTH)).hasSize(260);
    }

    @Test
    public void addsAndRemovesLabels() throws Exception {
        SimPull pull = pull("fix");
        client.addLabels(WIDGET, pull.number(), List.of("S-waiting on author", "a/b"));
        assertThat(pull.labels()).containsExactlyInAnyOrder("S-waiting on author", "a/b");
        client.removeLabel(WIDGET, pull.number(), "a/b");
        client.removeLabel(WIDGET, pull.number(), "never there");
        assertThat(pull.labels()).containsExactly("S-waiting on author");
    }

    @Test
    public void cancelsRunsThatAreNotComplete() throws Exception {
        SimWorkflowRun run = widget.workflowRun("ci", "main");
        widget.workflowRun("lint", "main", "pull_request");
        widget.workflowRun("label", "main", "pull_request_target");
        client.cancelRuns(WIDGET, sha(widget.tip("main")));
        assertThat(github.requests().count("POST")).isEqualTo(1);
        assertThat(run).isNotNull();
        client.cancelRuns(WIDGET, sha(widget.tip("main")));
        assertThat(github.requests().count("POST")).isEqualTo(1);
    }

    // ---- pull requests ----

    @Test
    public void readsOnePullRequest() throws Exception {
        SimPull pull = pull("fix");
        pull.label("ready");
        pull.assign("carol");
        PullSnapshot snapshot = client.pull(WIDGET, pull.number()).orElseThrow();
        assertThat(snapshot.title()).isEqualTo("Add fix");
        assertThat(snapshot.author()).isEqualTo("bob");
        assertThat(snapshot.head()).isEqualTo(sha(pull.headSha()));
        assertThat(snapshot.headOwner()).contains("acme");
        assertThat(snapshot.labels()).containsExactly("ready");
        assertThat(snapshot.assignees()).containsExactly("carol");
        assertThat(client.pull(WIDGET, 999)).isEmpty();
    }

    @Test
    public void readsAllOpenPullRequestsAlikeByRestAndGraphQl() throws Exception {
        SimPull first = pull("first");
        first.label("ready");
        first.assign("carol");
        SimPull second = pull("second");
        second.draft(true);
        pull("third").close();
        List<PullSnapshot> pulls = client.openPulls(WIDGET, Optional.empty()).pulls();
        assertThat(pulls).extracting(PullSnapshot::number).containsExactly(first.number(), second.number());
        for (PullSnapshot listed : pulls) {
            PullSnapshot read = client.pull(WIDGET, listed.number()).orElseThrow();
            assertThat(listed)
                    .usingRecursiveComparison()
                    .ignoringFields("mergeable")
                    .isEqualTo(read);
        }
        assertThat(pulls.get(1).draft()).isTrue();
    }

    @Test
    public void readsCommentsOfAllKindsSinceATime() throws Exception {
        SimPull pull = pull("fix");
        SimPull closed = pull("closed");
        pull.comment("alice", "@homu long ago");
        closed.comment("alice", "@homu on a closed one");
        closed.close();
        Instant since =
                Instant.now().truncatedTo(java.time.temporal.ChronoUnit.SECONDS).plusSeconds(1);
        Await.until(() -> Instant.now().isAfter(since));
        pull.comment("alice", "nobody is spoken to");
        long comment = pull.comment("alice", "@homu r+\nthanks");
        long review = pull.review("carol", "@homu p=1");
        long inDiff = pull.reviewComment("dave", "fix.txt", "@homu try");
        List<CommentAdded> comments =
                client.openPulls(WIDGET, Optional.of(since)).comments();
        assertThat(comments)
                .extracting(CommentAdded::key)
                .containsExactlyInAnyOrder("c" + comment, "r" + review, "d" + inDiff);
        for (CommentAdded added : comments) {
            assertThat(added.number()).isEqualTo(pull.number());
            assertThat(added.late()).isTrue();
            assertThat(added.createdAt()).isAfterOrEqualTo(since);
            assertThat(added.url()).startsWith("http");
            boolean isReview = added.source() != CommentSource.ISSUE_COMMENT;
            assertThat(added.reviewed()).isEqualTo(isReview ? Optional.of(sha(pull.headSha())) : Optional.empty());
        }
        CommentAdded first = comments.stream()
                .filter(it -> it.source() == CommentSource.ISSUE_COMMENT)
                .findFirst()
                .orElseThrow();
        assertThat(first.author()).isEqualTo("alice");
        assertThat(first.lines()).containsExactly("@homu r+", "thanks");
    }

    @Test
    public void readsMoreCommentsThanOnePageHolds() throws Exception {
        SimPull pull = pull("fix");
        Instant since = Instant.now().minusSeconds(2);
        for (int i = 0; i < 160; i++) {
            pull.comment("alice", "@homu p=" + i);
        }
        for (int i = 0; i < 45; i++) {
            pull.review("carol", "@homu p=" + i);
        }
        List<CommentAdded> comments =
                client.openPulls(WIDGET, Optional.of(since)).comments();
        assertThat(comments)
                .extracting(CommentAdded::key)
                .doesNotHaveDuplicates()
                .hasSize(205);
    }

    @Test
    public void readsMergeabilityOfABase() throws Exception {
        SimPull good = pull("good");
        widget.branch("bad", "main", Map.of("README.md", "changed\n"));
        SimPull bad = widget.openPull("bob", "bad", "main", "Bad", "");
        widget.branch("elsewhere", "main", Map.of("e", "e"));
        widget.branch("other", "main", Map.of());
        widget.openPull("bob", "elsewhere", "other", "Elsewhere", "");
        widget.pushDirectly("main", Map.of("README.md", "changed otherwise\n"));
        Map<Integer, Mergeability> expected =
                Map.of(good.number(), Mergeability.MERGEABLE, bad.number(), Mergeability.CONFLICTING);
        Await.untilEquals(expected, () -> {
            try {
                return client.mergeability(WIDGET, "main");
            } catch (GatewayException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Test
    public void readsMergeabilityOfSomePullRequests() throws Exception {
        SimPull good = pull("good");
        widget.branch("bad", "main", Map.of("README.md", "changed\n"));
        SimPull bad = widget.openPull("bob", "bad", "main", "Bad", "");
        SimPull closed = pull("closed");
        closed.close();
        pull("unasked");
        widget.pushDirectly("main", Map.of("README.md", "changed otherwise\n"));
        List<Integer> asked = List.of(good.number(), bad.number(), closed.number(), 987);
        assertThat(client.mergeability(WIDGET, asked))
                .isEqualTo(Map.of(good.number(), Mergeability.UNKNOWN, bad.number(), Mergeability.UNKNOWN));
        assertThat(client.mergeability(WIDGET, asked))
                .isEqualTo(Map.of(good.number(), Mergeability.MERGEABLE, bad.number(), Mergeability.CONFLICTING));
        github.requests().reset();
        assertThat(client.mergeability(WIDGET, List.of())).isEmpty();
        assertThat(github.requests().total()).isZero();
    }

    // ---- limits and names ----

    @Test
    public void aHeldLimitIsNotAskedAgainst() throws Exception {
        github.faults().inject(Fault.primaryLimit(Duration.ofSeconds(90)).times(1));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> client.tip(WIDGET, "main")).isInstanceOfSatisfying(GatewayException.class, e -> {
                assertThat(e.isTransient()).isTrue();
                assertThat(e.retryAfter().orElseThrow()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(95));
            });
        }
        assertThat(github.requests().total()).isEqualTo(1);
    }

    @Test
    public void aSecondaryLimitHoldsForEverything() {
        github.faults().inject(Fault.secondaryLimit(null).on("POST").times(1));
        SimPull pull = pull("fix");
        assertThatThrownBy(() -> client.comment(WIDGET, pull.number(), "x")).isInstanceOf(GatewayException.class);
        assertThatThrownBy(() -> client.tip(WIDGET, "main"))
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.retryAfter().orElseThrow())
                                .isBetween(Duration.ofSeconds(50), Duration.ofSeconds(61)));
        assertThat(github.requests().total()).isEqualTo(1);
    }

    @Test
    public void aRenamedRepositoryIsFollowed() throws Exception {
        SimPull pull = pull("fix");
        CommitSha main = sha(widget.tip("main"));
        assertThat(client.setBranch(WIDGET, "auto", main)).isEmpty();
        assertThat(client.renamed(WIDGET)).isEmpty();
        widget.rename("gadget");
        assertThat(client.setBranch(WIDGET, "auto", sha(pull.headSha()))).isEmpty();
        assertThat(client.renamed(WIDGET)).contains(new RepositoryId("acme", "gadget"));

        github.requests().reset();
        assertThat(client.tip(WIDGET, "main")).contains(main);
        assertThat(client.comment(WIDGET, pull.number(), "Hello")).isPositive();
        assertThat(client.openPulls(WIDGET, Optional.empty()).pulls()).hasSize(1);
        assertThat(github.requests().total())
                .as("and one in vain where there is no GraphQL")
                .isEqualTo(graphql ? 3 : 4);
    }

    @Test
    public void aComparisonTellsOfANewName() throws Exception {
        widget.rename("gadget");
        client.openPulls(WIDGET, Optional.empty());
        assertThat(client.renamed(WIDGET)).contains(new RepositoryId("acme", "gadget"));

        widget.rename("widget");
        client.openPulls(WIDGET, Optional.empty());
        assertThat(client.renamed(WIDGET)).isEmpty();
    }

    @Test
    public void aMissingRepositoryIsPermanentAndNamed() {
        RepositoryId missing = new RepositoryId("acme", "missing");
        assertThatThrownBy(() -> client.openPulls(missing, Optional.empty()))
                .isInstanceOfSatisfying(GatewayException.class, e -> {
                    assertThat(e.isTransient()).isFalse();
                    assertThat(e).hasMessageContaining("access");
                });
    }

    @Test
    public void unchangedAnswersAreFreeOfTheRateLimit() throws Exception {
        client.tip(WIDGET, "main");
        int used = github.rateLimits().status("homu", "core").used();
        assertThat(client.tip(WIDGET, "main")).contains(sha(widget.tip("main")));
        assertThat(github.rateLimits().status("homu", "core").used()).isEqualTo(used);
        CommitSha moved = sha(widget.pushDirectly("main", Map.of("a", "b")));
        assertThat(client.tip(WIDGET, "main")).contains(moved);
    }

    @Test
    public void graphQlThatIsNotThereIsNotAskedForAgain() throws Exception {
        client.openPulls(WIDGET, Optional.empty());
        client.openPulls(WIDGET, Optional.empty());
        assertThat(github.requests().count("POST /graphql")).isEqualTo(graphql ? 2 : 1);
    }

    /** Organisations may have several forks of one repository, even of their own. */
    @Test
    public void opensPullRequestsOfAForkOfTheSameOwner() throws Exception {
        SimRepository fork = widget.fork("acme", "widget-tests").grant("homu", Permission.WRITE);
        RepositoryId tests = new RepositoryId("acme", "widget-tests");
        String tip = fork.branch("rollup-1", "main", Map.of("rolled.txt", "up\n"));
        OpenOutcome outcome = client.openPull(WIDGET, "Rollup", new Head(tests, "rollup-1"), "main", "Of two");
        assertThat(outcome).isInstanceOfSatisfying(OpenOutcome.Opened.class, opened -> {
            SimPull pull = widget.pull(opened.number());
            assertThat(pull.headSha()).isEqualTo(tip);
            assertThat(pull.headRepository()).contains(fork);
        });
        assertThat(client.findPull(WIDGET, new Head(tests, "rollup-1")))
                .contains(((OpenOutcome.Opened) outcome).number());
    }
}
