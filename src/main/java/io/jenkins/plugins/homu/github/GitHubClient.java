package io.jenkins.plugins.homu.github;

import io.jenkins.plugins.homu.core.effect.Effect.StatusState;
import io.jenkins.plugins.homu.core.event.Event.CommentAdded;
import io.jenkins.plugins.homu.core.event.Event.CommentSource;
import io.jenkins.plugins.homu.core.event.Event.ReportKind;
import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.model.AbbreviatedSha;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.Mergeability;
import io.jenkins.plugins.homu.core.model.PullSnapshot;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.core.settings.AccessSettings.Level;
import io.jenkins.plugins.homu.port.Clock;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.GitHubGateway;
import io.jenkins.plugins.homu.port.MarkupReader;
import io.jenkins.plugins.homu.port.Metrics;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** GitHub, or a server that speaks like it, under one account. */
public final class GitHubClient implements GitHubGateway, AutoCloseable {
    private final ApiHttp.Shared shared;
    private final AccountLogin account;
    private final RestRefs refs;
    private final GraphQlRefs graphQlRefs;
    private final RestPulls pulls;
    private final GraphQlPulls graphQlPulls;
    private final GraphQlComments graphQlComments;
    private final GraphQlReactions graphQlReactions;
    private final RestTalk talk;
    private final RestCommits commits;
    private final Tokens tokens;
    private final RestResults results;
    private final RestWebhooks webhooks;
    private final RestRollups rollups;
    private final RestAccess access;
    private final RestRegistration registration;

    public GitHubClient(GitHubSettings settings, MarkupReader markup, Clock clock, Metrics metrics) {
        this(settings, markup, clock, metrics, Pause.real());
    }

    GitHubClient(GitHubSettings settings, MarkupReader markup, Clock clock, Metrics metrics, Pause pause) {
        shared = new ApiHttp.Shared(settings, clock, metrics, pause);
        GitHubCredentials credentials = settings.credentials();
        tokens = credentials instanceof GitHubCredentials.App app
                ? new AppTokens(app, clock, shared)
                : Tokens.fixed(((GitHubCredentials.Token) credentials).value());
        ApiHttp http = new ApiHttp(shared, tokens);
        account = new AccountLogin(http, credentials instanceof GitHubCredentials.App);
        pulls = new RestPulls(http, markup);
        refs = new RestRefs(http, pulls);
        GraphQl graphQl = new GraphQl(http, clock);
        graphQlPulls = new GraphQlPulls(graphQl, shared.names);
        graphQlComments = new GraphQlComments(graphQl, markup);
        graphQlRefs = new GraphQlRefs(graphQl, refs);
        graphQlReactions = new GraphQlReactions(graphQl, http);
        talk = new RestTalk(http, account);
        commits = new RestCommits(http);
        results = new RestResults(http);
        webhooks = new RestWebhooks(http);
        rollups = new RestRollups(http);
        access = new RestAccess(http, clock);
        registration = new RestRegistration(http);
    }

    /** What is known of the repositories' names; for whoever reads the webhooks of the same GitHub. */
    public RepositoryNames names() {
        return shared.names;
    }

    @Override
    public Optional<RepositoryId> renamed(RepositoryId repository) {
        return shared.names.renamed(repository);
    }

    @Override
    public String login() throws GatewayException {
        return account.login();
    }

    @Override
    public Optional<CommitSha> tip(RepositoryId repository, String branch) throws GatewayException {
        return refs.tip(repository, branch);
    }

    @Override
    public Optional<Commit> commit(RepositoryId repository, CommitSha sha) throws GatewayException {
        return refs.commit(repository, sha);
    }

    @Override
    public Optional<CommitSha> find(RepositoryId repository, AbbreviatedSha sha) throws GatewayException {
        return refs.find(repository, sha);
    }

    @Override
    public boolean isAncestor(RepositoryId repository, CommitSha ancestor, CommitSha descendant)
            throws GatewayException {
        return refs.isAncestor(repository, ancestor, descendant);
    }

    @Override
    public Optional<String> setBranch(RepositoryId repository, String branch, CommitSha sha) throws GatewayException {
        return refs.setBranch(repository, branch, sha);
    }

    @Override
    public MergeOutcome merge(RepositoryId repository, String branch, CommitSha head, String message)
            throws GatewayException {
        return refs.merge(repository, branch, head, message);
    }

    @Override
    public List<PullCommit> commits(RepositoryId repository, int number) throws GatewayException {
        return commits.commits(repository, number);
    }

    @Override
    public Commit createCommit(
            RepositoryId repository,
            String tree,
            List<CommitSha> parents,
            String message,
            Signature author,
            Signature committer)
            throws GatewayException {
        return commits.create(repository, tree, parents, message, author, committer);
    }

    @Override
    public void close(RepositoryId repository, int number) throws GatewayException {
        talk.close(repository, number);
    }

    /** What git says as the password, with any name, to fetch from a repository and push to it. A secret; lives for minutes. */
    public String gitToken(RepositoryId repository) throws GatewayException {
        return tokens.bearerFor(ApiCall.get("git", repository)).value();
    }

    @Override
    public MoveOutcome moveBase(
            RepositoryId repository,
            String branch,
            CommitSha from,
            CommitSha to,
            List<AttemptMember> members,
            boolean verifyHeads)
            throws GatewayException {
        Optional<MoveOutcome> outcome = graphQlRefs.moveBase(repository, branch, from, to, members, verifyHeads);
        return outcome.isPresent() ? outcome.get() : refs.moveBase(repository, branch, from, to, members, verifyHeads);
    }

    @Override
    public long comment(RepositoryId repository, int number, String body) throws GatewayException {
        return talk.comment(repository, number, body);
    }

    @Override
    public Optional<Long> findComment(RepositoryId repository, int number, String marker, Instant since)
            throws GatewayException {
        return talk.findComment(repository, number, marker, since);
    }

    @Override
    public void editComment(RepositoryId repository, long commentId, String body) throws GatewayException {
        talk.editComment(repository, commentId, body);
    }

    @Override
    public boolean acknowledge(RepositoryId repository, int number, CommentSource source, long commentId)
            throws GatewayException {
        if (source == CommentSource.REVIEW) {
            return graphQlReactions.thumbUp(repository, number, commentId);
        }
        talk.acknowledge(repository, source, commentId);
        return true;
    }

    @Override
    public void setStatus(
            RepositoryId repository,
            CommitSha sha,
            String context,
            StatusState state,
            String description,
            Optional<String> url)
            throws GatewayException {
        talk.setStatus(repository, sha, context, state, description, url);
    }

    @Override
    public Optional<CommitSha> testMerge(RepositoryId repository, int number) throws GatewayException {
        return pulls.testMerge(repository, number);
    }

    @Override
    public void deleteBranch(RepositoryId repository, String branch) throws GatewayException {
        rollups.deleteBranch(repository, branch);
    }

    @Override
    public OpenOutcome openPull(RepositoryId repository, String title, Head head, String base, String body)
            throws GatewayException {
        return rollups.openPull(repository, title, head, base, body);
    }

    @Override
    public Optional<Integer> findPull(RepositoryId repository, Head head) throws GatewayException {
        return rollups.findPull(repository, head);
    }

    @Override
    public RepositoryId fork(RepositoryId repository) throws GatewayException {
        return rollups.fork(repository);
    }

    @Override
    public void addLabels(RepositoryId repository, int number, List<String> labels) throws GatewayException {
        talk.addLabels(repository, number, labels);
    }

    @Override
    public void removeLabel(RepositoryId repository, int number, String label) throws GatewayException {
        talk.removeLabel(repository, number, label);
    }

    @Override
    public Optional<PullSnapshot> pull(RepositoryId repository, int number) throws GatewayException {
        return pulls.pull(repository, number);
    }

    @Override
    public OpenPulls openPulls(RepositoryId repository, Optional<Instant> commentsSince) throws GatewayException {
        Optional<List<PullSnapshot>> found = graphQlPulls.openPulls(repository);
        List<PullSnapshot> open = found.isPresent() ? found.get() : pulls.openPulls(repository);
        return new OpenPulls(
                open, commentsSince.isPresent() ? comments(repository, open, commentsSince.get()) : List.of());
    }

    private List<CommentAdded> comments(RepositoryId repository, List<PullSnapshot> open, Instant since)
            throws GatewayException {
        // Whatever is written on a pull request makes it an updated one.
        List<Integer> updated = open.stream()
                .filter(pull -> !pull.updatedAt().isBefore(since))
                .map(PullSnapshot::number)
                .toList();
        Optional<List<CommentAdded>> comments = graphQlComments.since(repository, updated, since);
        return comments.isPresent() ? comments.get() : pulls.comments(repository, open, since);
    }

    @Override
    public Map<Integer, Mergeability> mergeability(RepositoryId repository, String baseRef) throws GatewayException {
        Optional<Map<Integer, Mergeability>> found = graphQlPulls.mergeability(repository, baseRef);
        return found.isPresent() ? found.get() : pulls.mergeability(repository, baseRef);
    }

    @Override
    public Map<Integer, Mergeability> mergeability(RepositoryId repository, List<Integer> numbers)
            throws GatewayException {
        Optional<Map<Integer, Mergeability>> found = graphQlPulls.mergeability(repository, numbers);
        return found.isPresent() ? found.get() : pulls.mergeability(repository, numbers);
    }

    @Override
    public List<Reported> results(RepositoryId repository, CommitSha sha, Set<ReportKind> wanted)
            throws GatewayException {
        return results.results(repository, sha, wanted);
    }

    @Override
    public Optional<Level> permission(RepositoryId repository, String login) throws GatewayException {
        return access.permission(repository, login);
    }

    @Override
    public boolean isTeamMember(RepositoryId repository, String team, String login) throws GatewayException {
        return access.isTeamMember(repository, team, login);
    }

    @Override
    public void cancelRuns(RepositoryId repository, CommitSha sha) throws GatewayException {
        results.cancelRuns(repository, sha);
    }

    /**
     * Sees to it that what happens in a repository is delivered to an address, signed with a secret. Only an account that may
     * administer the repository can do that; to any other GitHub says 404.
     *
     * @return false when there was a webhook of that address, which now has this secret and the events that are needed
     */
    public boolean ensureWebhook(RepositoryId repository, String address, String secret) throws GatewayException {
        return webhooks.ensure(repository, address, secret);
    }

    /** The same. @return which webhook it is */
    public MadeWebhook makeWebhook(RepositoryId repository, String address, String secret) throws GatewayException {
        return webhooks.make(repository, address, secret);
    }

    /** One that is gone already is gone. */
    public void deleteWebhook(RepositoryId repository, long id) throws GatewayException {
        webhooks.delete(repository, id);
    }

    /** The one that delivers to an address; one that isn't there is gone. */
    public void deleteWebhook(RepositoryId repository, String address) throws GatewayException {
        webhooks.delete(repository, address);
    }

    /** Whoever has the private half of the key may then read the repository. @return its id */
    public long addDeployKey(RepositoryId repository, String title, String publicKey) throws GatewayException {
        return registration.addDeployKey(repository, title, publicKey);
    }

    /** One that is gone already is gone. */
    public void deleteDeployKey(RepositoryId repository, long id) throws GatewayException {
        registration.deleteDeployKey(repository, id);
    }

    /** @throws GatewayException with status 404 when there is no such repository, or the account doesn't see it */
    public AboutRepository about(RepositoryId repository) throws GatewayException {
        return registration.about(repository);
    }

    /** Gives up connections. */
    @Override
    public void close() {
        shared.close();
    }
}
