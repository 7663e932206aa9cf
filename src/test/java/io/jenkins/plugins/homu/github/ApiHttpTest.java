package io.jenkins.plugins.homu.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jenkins.plugins.homu.core.effect.Effect.StatusState;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.GitHubGateway.MergeOutcome;
import io.jenkins.plugins.homu.port.GitHubGateway.MoveOutcome;
import io.jenkins.plugins.homu.port.HttpProxy;
import io.jenkins.plugins.homu.port.Metrics;
import io.jenkins.plugins.homu.port.Proxies;
import io.jenkins.plugins.homu.testing.LogRecorder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.After;
import org.junit.Test;

/** Headers, redirects, limits and odd answers, on the wire. Long, because all of them go through the one place. */
public class ApiHttpTest {
    private static final RepositoryId WIDGET = new RepositoryId("acme", "widget");
    private static final String SHA = "0123456789".repeat(4);
    private static final String REF = "{\"ref\":\"refs/heads/main\",\"object\":{\"sha\":\"" + SHA + "\"}}";
    private static final String TOKEN = "ghp_verysecret";

    private final FakeApi api = new FakeApi();
    private final FakeApi elsewhere = new FakeApi();
    private final List<Duration> pauses = new ArrayList<>();
    private Instant now = Instant.parse("2026-03-04T05:06:07Z");
    private GitHubClient client = client(settings());

    private GitHubSettings settings() {
        return GitHubSettings.of(URI.create(api.url()), Optional.empty(), new GitHubCredentials.Token(TOKEN));
    }

    private GitHubClient client(GitHubSettings settings) {
        return new GitHubClient(settings, List::of, () -> now, Metrics.NONE, time -> {
            pauses.add(time);
            now = now.plus(time);
        });
    }

    @After
    public void stop() {
        client.close();
        api.close();
        elsewhere.close();
    }

    private GatewayException trouble() {
        return catchThrowableOfType(GatewayException.class, () -> client.tip(WIDGET, "main"));
    }

    @Test
    public void sendsTheHeadersThatGitHubWants() throws Exception {
        api.then(200, REF);
        assertThat(client.tip(WIDGET, "main")).contains(new CommitSha(SHA));
        FakeApi.Seen seen = api.seen().get(0);
        assertThat(seen.uri()).isEqualTo("/repos/acme/widget/git/ref/heads/main");
        assertThat(seen.header("Accept")).isEqualTo("application/vnd.github+json");
        assertThat(seen.header("X-GitHub-Api-Version")).isEqualTo("2022-11-28");
        assertThat(seen.header("User-Agent")).contains("homu");
        assertThat(seen.header("Authorization")).isEqualTo("Bearer " + TOKEN);
    }

    @Test
    public void asksWhetherAnAnswerStillHolds() throws Exception {
        api.then(200, REF, "ETag", "W/\"abc\"").then(304, "");
        client.tip(WIDGET, "main");
        assertThat(client.tip(WIDGET, "main")).contains(new CommitSha(SHA));
        assertThat(api.seen().get(0).header("If-None-Match")).isNull();
        assertThat(api.seen().get(1).header("If-None-Match")).isEqualTo("W/\"abc\"");
    }

    @Test
    public void followsARenamedRepositoryOnTheSameHostWithTheSameMethod() throws Exception {
        api.then(
                        307,
                        "{\"message\":\"Temporary Redirect\"}",
                        "Location",
                        api.url() + "/repositories/7/git/refs/heads/auto")
                .then(200, REF)
                .then(200, "{\"id\":7,\"full_name\":\"acme/gadget\"}");
        assertThat(client.setBranch(WIDGET, "auto", new CommitSha(SHA))).isEmpty();
        assertThat(api.seen()).extracting(FakeApi.Seen::method).containsExactly("PATCH", "PATCH", "GET");
        assertThat(api.seen().get(1).uri()).isEqualTo("/repositories/7/git/refs/heads/auto");
        assertThat(api.seen().get(1).body()).isEqualTo(api.seen().get(0).body()).contains(SHA);
        assertThat(api.seen().get(2).uri()).isEqualTo("/repositories/7");
    }

    @Test
    public void aNewNameIsRememberedForAnHourSinceTheOldOneMayBeTakenByThen() throws Exception {
        api.then(301, "", "Location", api.url() + "/repositories/7/git/ref/heads/main")
                .then(200, REF)
                .then(200, "{\"id\":7,\"full_name\":\"acme/gadget\"}")
                .then(200, REF);
        client.tip(WIDGET, "main");
        client.tip(WIDGET, "main");
        assertThat(api.seen().get(3).uri()).isEqualTo("/repos/acme/gadget/git/ref/heads/main");
        assertThat(client.renamed(WIDGET)).contains(new RepositoryId("acme", "gadget"));

        now = now.plus(Duration.ofMinutes(61));
        client.tip(WIDGET, "main");
        assertThat(api.seen().get(4).uri()).isEqualTo("/repos/acme/widget/git/ref/heads/main");
        assertThat(client.renamed(WIDGET)).as("GitHub did not send us on").isEmpty();
    }

    @Test
    public void aNameThatCannotBeReadCostsNothingButAnotherRedirect() throws Exception {
        api.then(301, "", "Location", api.url() + "/repositories/7/git/ref/heads/main")
                .then(200, REF)
                .then(404, "{\"message\":\"Not Found\"}")
                .then(200, REF);
        assertThat(client.tip(WIDGET, "main")).contains(new CommitSha(SHA));
        client.tip(WIDGET, "main");
        assertThat(api.seen().get(3).uri()).isEqualTo("/repos/acme/widget/git/ref/heads/main");
    }

    @Test
    public void showsItsTokenToNoOtherHost() {
        elsewhere.then(200, REF);
        api.then(301, "", "Location", elsewhere.url() + "/x");
        assertThat(trouble().isTransient()).isFalse();
        assertThat(elsewhere.seen()).isEmpty();
    }

    @Test
    public void followsPagesOnItsOwnHostOnly() {
        elsewhere.then(200, "[]");
        api.then(404, "").then(200, "[]", "Link", "<" + elsewhere.url() + "/next>; rel=\"next\"");
        assertThatThrownBy(() -> client.openPulls(WIDGET, Optional.empty())).hasMessageContaining("another host");
        assertThat(elsewhere.seen()).isEmpty();
    }

    @Test
    public void doesNotFollowPagesInACircle() {
        api.then(404, "").then(200, "[]", "Link", "<" + api.url() + "/next>; rel=\"next\"");
        assertThatThrownBy(() -> client.openPulls(WIDGET, Optional.empty())).hasMessageContaining("circle");
    }

    @Test
    public void doesNotFollowRedirectsInACircle() {
        api.then(302, "", "Location", api.url() + "/again");
        assertThat(trouble()).hasMessageContaining("circle");
    }

    @Test
    public void waitsForTheResetOfAPrimaryLimitByGitHubsClock() {
        api.then(
                403,
                "{\"message\":\"API rate limit exceeded\"}",
                "x-ratelimit-remaining",
                "0",
                "x-ratelimit-reset",
                "1000000300",
                "Date",
                "Sun, 09 Sep 2001 01:46:40 GMT");
        assertThat(trouble().retryAfter()).contains(Duration.ofSeconds(301));
        now = now.plusSeconds(200);
        assertThat(trouble().retryAfter()).contains(Duration.ofSeconds(101));
        assertThat(api.seen()).hasSize(1);
        now = now.plusSeconds(102);
        trouble();
        assertThat(api.seen()).hasSize(2);
    }

    @Test
    public void anAnswerThatUsesUpTheLimitIsStillAnAnswer() throws Exception {
        api.then(
                200, REF, "x-ratelimit-remaining", "0", "x-ratelimit-reset", String.valueOf(now.getEpochSecond() + 60));
        assertThat(client.tip(WIDGET, "main")).isPresent();
        assertThat(trouble()).hasMessageContaining("rate limit");
        assertThat(api.seen()).hasSize(1);
    }

    @Test
    public void obeysRetryAfterInSecondsAndAsADate() {
        api.then(429, "{}", "Retry-After", "42", "x-ratelimit-remaining", "4000");
        assertThat(trouble().retryAfter()).contains(Duration.ofSeconds(42));
        now = now.plusSeconds(43);
        api.then(403, "{}", "Retry-After", "Sun, 09 Sep 2001 01:47:40 GMT", "Date", "Sun, 09 Sep 2001 01:46:40 GMT");
        trouble();
        now = now.plusSeconds(43);
        assertThat(trouble().retryAfter()).contains(Duration.ofMinutes(1));
    }

    @Test
    public void doublesTheWaitForASecondaryLimitThatDoesNotSayHowLong() {
        api.then(403, "{\"message\":\"You have exceeded a secondary rate limit.\"}", "x-ratelimit-remaining", "4000");
        for (int seconds : new int[] {60, 120, 240, 480}) {
            assertThat(trouble().retryAfter()).contains(Duration.ofSeconds(seconds));
            now = now.plusSeconds(seconds);
        }
    }

    @Test
    public void a403WithoutALimitIsPermanentAndInGitHubsWords() {
        api.then(
                403,
                "{\"message\":\"Resource not accessible by integration\",\"errors\":[{\"message\":\"more\"},\"words\","
                        + "{\"resource\":\"Ref\",\"field\":\"sha\",\"code\":\"invalid\"}]}",
                "x-ratelimit-remaining",
                "4000");
        GatewayException trouble = trouble();
        assertThat(trouble.isTransient()).isFalse();
        assertThat(trouble)
                .hasMessageContaining("GET /repos/acme/widget/git/ref/heads/main: 403")
                .hasMessageContaining("Resource not accessible by integration; more; words; Ref sha invalid")
                .hasMessageNotContaining(TOKEN);
    }

    @Test
    public void aProxysPageIsNotTakenForAnAnswer() {
        for (String page :
                List.of("<html>Please log in</html>", "", "[]", "{\"object\":5}", "{\"object\":{\"sha\":\"x\"}}")) {
            FakeApi captive = new FakeApi().then(200, page);
            GitHubClient lost = client(
                    GitHubSettings.of(URI.create(captive.url()), Optional.empty(), new GitHubCredentials.Token(TOKEN)));
            assertThatThrownBy(() -> lost.tip(WIDGET, "main"))
                    .isInstanceOf(GatewayException.class)
                    .hasMessageContaining("not what GitHub documents")
                    .hasMessageNotContaining("log in");
            lost.close();
            captive.close();
        }
    }

    @Test
    public void foreignWordsStayInOneLine() {
        api.then(404, "{\"message\":\"a\\nb\\u001b[31m\\u202e" + "x".repeat(5000) + "\"}");
        GatewayException trouble =
                catchThrowableOfType(GatewayException.class, () -> client.comment(WIDGET, 1, "hello"));
        assertThat(trouble.getMessage())
                .doesNotContain("\n", "\u001b", "\u202e")
                .hasSizeLessThan(2000);
    }

    @Test
    public void asksAgainForWhatOnlyAsks() throws Exception {
        api.then(502, "").then(503, "", "Retry-After", "2").then(200, REF);
        assertThat(client.tip(WIDGET, "main")).isPresent();
        assertThat(pauses).hasSize(2);
        assertThat(pauses.get(1)).isGreaterThan(Duration.ofMillis(500));
    }

    @Test
    public void handsALongRetryAfterToTheCaller() {
        api.then(503, "", "Retry-After", "120");
        assertThat(trouble().retryAfter()).contains(Duration.ofMinutes(2));
        assertThat(api.seen()).hasSize(1);
    }

    @Test
    public void asksForSmallerPagesWhenTheAnswerComesTooLateOrIsTooLarge() throws Exception {
        String huge = "{\"data\":\"" + "x".repeat(33 * 1024 * 1024) + "\"}";
        String empty =
                "{\"data\":{\"repository\":{\"pullRequests\":{\"pageInfo\":{\"hasNextPage\":false},\"nodes\":[]}}}}";
        api.then(200, huge).then(200, empty);
        assertThat(client.openPulls(WIDGET, Optional.empty()).pulls()).isEmpty();
        assertThat(api.seen().get(0).body()).contains("\"first\":100");
        assertThat(api.seen().get(1).body()).contains("\"first\":20");
        api.then(502, "").then(502, "").then(502, "").then(200, empty);
        client.openPulls(WIDGET, Optional.empty());
        client.openPulls(WIDGET, Optional.empty());
        assertThat(api.seen())
                .extracting(it -> it.body().contains("\"first\":20"))
                .contains(true);
        assertThat(api.seen()).hasSize(7);
        String broken = "{\"data\":{\"repository\":null},\"errors\":[{\"message\":"
                + "\"Something went wrong while executing your query. This may be the result of a timeout\"}]}";
        api.then(200, broken).then(200, empty);
        client.openPulls(WIDGET, Optional.empty());
        client.openPulls(WIDGET, Optional.empty());
        assertThat(api.seen().get(9).body()).contains("\"first\":20");
    }

    @Test
    public void sendsAChangeOnceWhateverIsAnswered() {
        api.then(500, "");
        assertThatThrownBy(() -> client.comment(WIDGET, 1, "hello"))
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.isTransient()).isTrue());
        assertThat(api.seen()).hasSize(1);
        assertThat(pauses).isEmpty();
    }

    @Test
    public void sendsAChangeAgainWhenNothingWentOut() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        GitHubClient lost = client(GitHubSettings.of(
                URI.create("http://127.0.0.1:" + port), Optional.empty(), new GitHubCredentials.Token(TOKEN)));
        assertThatThrownBy(() -> lost.comment(WIDGET, 1, "hello")).isInstanceOfSatisfying(GatewayException.class, e -> {
            assertThat(e.isTransient()).isTrue();
            assertThat(e).hasMessageNotContaining("may have taken effect");
        });
        assertThat(pauses).hasSize(2);
        lost.close();
    }

    @Test
    public void keepsCommentsBelowGitHubsLimits() throws Exception {
        client.close();
        client = client(settings().withContentLimits(3, 5));
        api.then(201, "{\"id\":1}");
        for (int i = 0; i < 3; i++) {
            client.comment(WIDGET, 1, "hello");
        }
        assertThatThrownBy(() -> client.comment(WIDGET, 1, "hello"))
                .isInstanceOfSatisfying(GatewayException.class, e -> {
                    assertThat(e.isTransient()).isTrue();
                    assertThat(e.retryAfter()).contains(Duration.ofMinutes(1));
                });
        now = now.plusSeconds(57);
        client.setStatus(WIDGET, new CommitSha(SHA), "homu", StatusState.PENDING, "", Optional.empty());
        assertThat(pauses).containsExactly(Duration.ofSeconds(3));
        client.comment(WIDGET, 1, "hello");
        now = now.plusSeconds(120);
        assertThatThrownBy(() -> client.comment(WIDGET, 1, "hello"))
                .isInstanceOfSatisfying(
                        GatewayException.class,
                        e -> assertThat(e.retryAfter().orElseThrow()).isGreaterThan(Duration.ofMinutes(55)));
        assertThat(api.seen()).hasSize(5);
    }

    @Test
    public void a409ThatSpeaksOfPermissionIsNoConflict() throws Exception {
        api.then(409, "{\"message\":\"Merge conflict\"}")
                .then(409, "{\"message\":\"You're not authorized to push to this branch\"}");
        assertThat(client.merge(WIDGET, "auto", new CommitSha(SHA), "m")).isInstanceOf(MergeOutcome.Conflict.class);
        assertThat(client.merge(WIDGET, "auto", new CommitSha(SHA), "m")).isInstanceOf(MergeOutcome.Refused.class);
    }

    @Test
    public void aMergeThatNeedsAnotherPermissionNamesIt() throws Exception {
        api.then(403, "{\"message\":\"Resource not accessible by integration\"}");
        assertThat(client.merge(WIDGET, "auto", new CommitSha(SHA), "m"))
                .isInstanceOfSatisfying(MergeOutcome.Refused.class, refused -> assertThat(refused.detail())
                        .startsWith("Resource not accessible by integration. ")
                        .contains("Workflows (write)", ".github/workflows", "scopes repo and workflow"));
    }

    @Test
    public void workflowRunsThatMayNotBeStoppedAreToldInTheLog() throws Exception {
        String refusal = "{\"message\":\"Resource not accessible by integration\"}";
        String runs = "{\"workflow_runs\":[{\"id\":1,\"status\":\"queued\"},{\"id\":2,\"status\":\"queued\"}]}";
        // Neither read nor stopped; then read only.
        api.then(403, refusal).then(200, runs).then(403, refusal);
        for (int round = 0; round < 2; round++) {
            LogRecorder log = new LogRecorder();
            try {
                client.cancelRuns(WIDGET, new CommitSha(SHA));
            } finally {
                log.close();
            }
            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("event=workflow-runs-not-stopped"))
                    .hasSize(1)
                    .allMatch(line -> line.contains("acme/widget") && line.contains("Actions (write)"));
        }
        assertThat(api.seen()).hasSize(3);
    }

    @Test
    public void tellsARefusedMoveFromABaseThatMoved() throws Exception {
        CommitSha from = new CommitSha(SHA);
        CommitSha to = new CommitSha("a".repeat(40));
        String words = "Required status check \\\"x\\\" is expected.";
        // No GraphQL; the base where it should be; the PATCH refused; the base still where it was.
        api.then(404, "")
                .then(200, REF)
                .then(422, "{\"message\":\"" + words + "\"}")
                .then(200, REF);
        assertThat(client.moveBase(WIDGET, "main", from, to, List.of(), false))
                .isEqualTo(new MoveOutcome.Refused("Required status check \"x\" is expected."));
        api.then(422, "{\"message\":\"Reference cannot be updated\"}").then(200, REF.replace("0", "b"));
        assertThat(client.moveBase(WIDGET, "main", from, to, List.of(), false))
                .isInstanceOf(MoveOutcome.NotFastForward.class);
    }

    @Test
    public void movesByCompareAndSwapAndRemembersTheRepositorysId() throws Exception {
        CommitSha from = new CommitSha(SHA);
        CommitSha to = new CommitSha("a".repeat(40));
        AttemptMember member = new AttemptMember(7, to, "alice");
        api.then(
                        200,
                        "{\"data\":{\"repository\":{\"id\":\"R_1\",\"p7\":{\"state\":\"OPEN\",\"headRefOid\":\"" + to
                                + "\",\"baseRefName\":\"main\"}}}}")
                .then(200, "{\"data\":{\"updateRefs\":{\"clientMutationId\":null}}}");
        assertThat(client.moveBase(WIDGET, "main", from, to, List.of(member), false))
                .isInstanceOf(MoveOutcome.Moved.class);
        assertThat(client.moveBase(WIDGET, "main", from, to, List.of(member), false))
                .isInstanceOf(MoveOutcome.Moved.class);
        assertThat(api.seen()).hasSize(3);
        assertThat(api.seen().get(1).uri()).isEqualTo("/graphql");
        assertThat(api.seen().get(2).body())
                .contains(
                        "updateRefs",
                        "\"before\":\"" + from + "\"",
                        "\"after\":\"" + to + "\"",
                        "refs/heads/main",
                        "R_1");
    }

    @Test
    public void aFailedCompareAndSwapIsExplainedByWhereTheBaseStands() throws Exception {
        CommitSha from = new CommitSha(SHA);
        CommitSha to = new CommitSha("a".repeat(40));
        api.then(200, "{\"data\":{\"repository\":{\"id\":\"R_1\"}}}")
                .then(
                        200,
                        "{\"data\":{\"updateRefs\":null},\"errors\":[{\"type\":\"UNPROCESSABLE\",\"message\":\"refs/heads/main"
                                + " is at b but expected 0\"}]}")
                .then(200, REF.replace("0", "b"));
        assertThat(client.moveBase(WIDGET, "main", from, to, List.of(), false))
                .isInstanceOf(MoveOutcome.NotFastForward.class);
    }

    @Test
    public void anErrorInsideGraphQlLeavesAMoveUnclear() {
        api.then(200, "{\"data\":{\"repository\":{\"id\":\"R_1\"}}}")
                .then(200, "{\"errors\":[{\"message\":\"Something went wrong while executing your query.\"}]}");
        assertThatThrownBy(() -> client.moveBase(
                        WIDGET, "main", new CommitSha(SHA), new CommitSha("a".repeat(40)), List.of(), false))
                .isInstanceOfSatisfying(
                        GatewayException.class, e -> assertThat(e.isTransient()).isTrue());
        assertThat(api.seen()).hasSize(2);
    }

    @Test
    public void aMutationThatTheServerDoesNotKnowIsDoneByRest() throws Exception {
        api.then(200, "{\"data\":{\"repository\":{\"id\":\"R_1\"}}}")
                .then(
                        200,
                        "{\"errors\":[{\"message\":\"Field 'updateRefs' doesn't exist on type 'Mutation'\","
                                + "\"extensions\":{\"code\":\"undefinedField\"}}]}")
                .then(200, REF);
        assertThat(client.moveBase(WIDGET, "main", new CommitSha(SHA), new CommitSha("a".repeat(40)), List.of(), false))
                .isInstanceOf(MoveOutcome.Moved.class);
        assertThat(api.seen().get(3).method()).isEqualTo("PATCH");
        now = now.plus(Duration.ofMinutes(59));
        client.moveBase(WIDGET, "main", new CommitSha(SHA), new CommitSha("a".repeat(40)), List.of(), false);
        assertThat(api.seen().get(5).method()).isEqualTo("PATCH");
        now = now.plus(Duration.ofMinutes(2));
        assertThatThrownBy(() -> client.moveBase(
                        WIDGET, "main", new CommitSha(SHA), new CommitSha("a".repeat(40)), List.of(), false))
                .isInstanceOf(GatewayException.class);
        assertThat(api.seen().get(6).uri()).isEqualTo("/graphql");
    }

    @Test
    public void aGraphQlLimitIsToldWithStatus200() {
        api.then(
                200,
                "{\"errors\":[{\"type\":\"RATE_LIMITED\",\"message\":\"API rate limit exceeded\"}]}",
                "x-ratelimit-remaining",
                "0",
                "x-ratelimit-reset",
                String.valueOf(now.getEpochSecond() + 600));
        assertThatThrownBy(() -> client.mergeability(WIDGET, "main"))
                .isInstanceOfSatisfying(GatewayException.class, e -> {
                    assertThat(e.isTransient()).isTrue();
                    assertThat(e.retryAfter().orElseThrow()).isGreaterThan(Duration.ofMinutes(9));
                });
    }

    private GitHubClient behind(FakeApi proxy, String password) {
        return client(GitHubSettings.of(
                        URI.create("http://github.example/api/v3"),
                        Optional.empty(),
                        new GitHubCredentials.Token(TOKEN))
                .withProxies(Proxies.through(
                        new HttpProxy("127.0.0.1", proxy.port(), Optional.of("me"), Optional.of(password)),
                        List.of())));
    }

    @Test
    public void goesThroughAProxyWithItsPassword() throws Exception {
        FakeApi proxy = new FakeApi().then(200, REF);
        GitHubClient behind = behind(proxy, "pw");
        assertThat(behind.tip(WIDGET, "main")).isPresent();
        assertThat(proxy.seen().get(0).header("Proxy-Authorization")).isEqualTo("Basic bWU6cHc=");
        assertThat(proxy.seen().get(0).uri()).contains("/api/v3/repos/acme/widget");
        behind.close();
        proxy.close();
    }

    /** A comment is sent once, so the proxy must not have to ask first. */
    @Test
    public void whatIsSentOnceOnlyShowsTheProxyItsPasswordAtOnce() throws Exception {
        FakeApi proxy = new FakeApi().then(201, "{\"id\": 7}");
        GitHubClient behind = behind(proxy, "pw");
        behind.comment(WIDGET, 1, "hello");
        assertThat(proxy.seen()).hasSize(1);
        assertThat(proxy.seen().get(0).header("Proxy-Authorization")).isEqualTo("Basic bWU6cHc=");
        behind.close();
        proxy.close();
    }

    @Test
    public void aPasswordThatTheProxyDoesNotTakeIsShownOnce() throws Exception {
        FakeApi proxy = new FakeApi().then(407, "", "Proxy-Authenticate", "Basic realm=\"proxy\"");
        GitHubClient behind = behind(proxy, "wrong");
        assertThatThrownBy(() -> behind.comment(WIDGET, 1, "hello"))
                .isInstanceOfSatisfying(GatewayException.class, e -> {
                    assertThat(e.isTransient())
                            .as("the comment is posted once the login is right")
                            .isTrue();
                    assertThat(e).hasMessageContaining("407 the proxy refuses us. Check its user and password");
                });
        assertThat(proxy.seen()).hasSize(1);
        behind.close();
        proxy.close();
    }

    @Test
    public void credentialsThatAreRefusedMayBeTakenLater() {
        api.then(401, "{\"message\":\"Bad credentials\"}")
                .then(403, "{\"message\":\"Maximum number of login attempts exceeded. Please try again later.\"}")
                .then(200, REF);
        for (int status : new int[] {401, 403}) {
            GatewayException refused = trouble();
            assertThat(refused.isTransient()).isTrue();
            assertThat(refused.status()).isEqualTo(status);
            assertThat(refused)
                    .hasMessageContaining(
                            status + " GitHub refuses the credentials: check access_token; renew the token")
                    .hasMessageNotContaining(TOKEN);
        }
        assertThat(trouble()).isNull();
        assertThat(api.seen()).as("not asked again at once").hasSize(3);
    }

    @Test
    public void derivesTheAddressOfPages() {
        for (String[] pair : new String[][] {
            {"https://api.github.com", "https://github.com"},
            {"https://api.octocorp.ghe.com/", "https://octocorp.ghe.com"},
            {"https://API.Octocorp.GHE.com", "https://Octocorp.GHE.com"},
            {"https://ghe.example/api/v3", "https://ghe.example"},
            {"https://api.gitea.example", "https://api.gitea.example"},
            {"https://octocorp.ghe.com", "https://octocorp.ghe.com"},
            {"https://api.notghe.com", "https://api.notghe.com"},
        }) {
            assertThat(GitHubSettings.pagesBeside(URI.create(pair[0]))).hasToString(pair[1]);
        }
    }

    @Test
    public void derivesTheAddressOfGraphQl() {
        GitHubCredentials token = new GitHubCredentials.Token(TOKEN);
        assertThat(GitHubSettings.of(token).graphqlUrl()).hasToString("https://api.github.com/graphql");
        assertThat(GitHubSettings.of(URI.create("https://ghe.example/api/v3/"), Optional.empty(), token)
                        .graphqlUrl())
                .hasToString("https://ghe.example/api/graphql");
        assertThat(GitHubSettings.of(token).toString()).doesNotContain(TOKEN);
        for (String url : List.of("ftp://x", "https://u:p@x", "https://x?y", "nothing")) {
            assertThatThrownBy(() -> GitHubSettings.of(URI.create(url), Optional.empty(), token))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("api_url");
        }
        assertThatThrownBy(() -> new GitHubCredentials.Token("a\nb")).hasMessageNotContaining("a\nb");
    }
}
