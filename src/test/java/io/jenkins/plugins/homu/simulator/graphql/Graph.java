package io.jenkins.plugins.homu.simulator.graphql;

import graphql.schema.DataFetchingEnvironment;
import io.jenkins.plugins.homu.simulator.GitHubSimulator;
import io.jenkins.plugins.homu.simulator.Permission;
import io.jenkins.plugins.homu.simulator.SimCheckRun;
import io.jenkins.plugins.homu.simulator.SimRepository;
import io.jenkins.plugins.homu.simulator.SimStatus;
import io.jenkins.plugins.homu.simulator.SimUser;
import io.jenkins.plugins.homu.simulator.git.GitCommit;
import io.jenkins.plugins.homu.simulator.json.Json;
import io.jenkins.plugins.homu.simulator.json.RepositoryJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Repositories, refs, commits and accounts as GraphQL shows them. */
final class Graph {

    private final GitHubSimulator github;
    private final Function<SimRepository, Permission> rights;
    private final PullGraph pulls;

    Graph(GitHubSimulator github, SimUser viewer, Function<SimRepository, Permission> rights) {
        this.github = github;
        this.rights = rights;
        this.pulls = new PullGraph(github, this, viewer);
    }

    PullGraph pulls() {
        return pulls;
    }

    /** The repository of that name as far as the caller may see it. */
    SimRepository find(String owner, String name) {
        return github.find(owner, name)
                .or(() -> github.formerly(owner, name))
                .filter(found -> rights.apply(found).includes(Permission.READ))
                .orElseThrow(() -> new GraphQlRefusal(
                        "NOT_FOUND", "Could not resolve to a Repository with the name '" + owner + "/" + name + "'."));
    }

    /** The repository that a global identifier names. */
    SimRepository byNodeId(String id) {
        String number = Json.idOf("Repository", id);
        return Optional.ofNullable(number)
                .flatMap(text -> github.find(Long.parseLong(text)))
                .filter(found -> rights.apply(found).includes(Permission.READ))
                .orElseThrow(() -> new GraphQlRefusal(
                        "NOT_FOUND", "Could not resolve to a node with the global id of '" + id + "'"));
    }

    /** Throws FORBIDDEN unless the caller may push. */
    void mustWrite(SimRepository repository, String mutation) {
        if (!rights.apply(repository).includes(Permission.WRITE)) {
            throw new GraphQlRefusal(
                    "FORBIDDEN", "The viewer does not have the correct permissions to execute `" + mutation + "`");
        }
    }

    Thing repository(SimRepository repository) {
        if (repository == null) {
            return null;
        }
        return new Thing("Repository")
                .with("id", Json.nodeId("Repository", repository.id()))
                .with("databaseId", (int) repository.id())
                .with("name", repository.name())
                .with("nameWithOwner", repository.fullName())
                .with("isPrivate", repository.isPrivate())
                .with("url", RepositoryJson.html(repository))
                .with("owner", account(repository.owner()))
                .get("defaultBranchRef", () -> ref(repository, "refs/heads/" + repository.defaultBranch()))
                .with("ref", environment -> {
                    String name = environment.getArgument("qualifiedName");
                    return ref(repository, name.startsWith("refs/") ? name : "refs/heads/" + name);
                })
                .with("refs", environment -> refs(repository, environment))
                .with("object", environment -> object(repository, environment))
                .with("pullRequest", environment -> pulls.one(repository, environment.getArgument("number")))
                .with("pullRequests", environment -> pulls.list(repository, environment));
    }

    Thing ref(SimRepository repository, String name) {
        return repository.locked(() -> repository
                .refs()
                .seen(name, later())
                .map(sha -> ref(repository, name, sha))
                .orElse(null));
    }

    private java.time.Duration later() {
        java.time.Duration refs = github.lag().refs();
        java.time.Duration graphql = github.lag().graphql();
        return refs.compareTo(graphql) > 0 ? refs : graphql;
    }

    private Thing ref(SimRepository repository, String name, String sha) {
        int slash = name.indexOf('/', "refs/".length());
        return new Thing("Ref")
                .with("id", Json.nodeId("Ref", repository.id() + ":" + name))
                .with("name", name.substring(slash + 1))
                .with("prefix", name.substring(0, slash + 1))
                .get("repository", () -> repository(repository))
                .get("target", () -> commit(repository, sha));
    }

    private Thing refs(SimRepository repository, DataFetchingEnvironment environment) {
        String prefix = environment.getArgument("refPrefix");
        String query = environment.getArgument("query");
        List<Map.Entry<String, String>> all =
                repository.locked(() -> repository.refs().seenStartingWith(prefix, later()).entrySet().stream()
                        .filter(ref -> query == null || ref.getKey().contains(query))
                        .map(ref -> Map.entry(ref.getKey(), ref.getValue()))
                        .toList());
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            numbers.add(i);
        }
        return Connection.of(
                "RefConnection",
                environment,
                numbers,
                Integer::longValue,
                true,
                i -> ref(repository, all.get(i).getKey(), all.get(i).getValue()));
    }

    private Thing object(SimRepository repository, DataFetchingEnvironment environment) {
        String oid = environment.getArgument("oid");
        String expression = environment.getArgument("expression");
        if (oid != null) {
            return commit(repository, oid);
        }
        return repository.locked(() -> {
            for (String prefix : new String[] {"", "refs/heads/", "refs/tags/", "refs/"}) {
                Optional<String> sha = repository.refs().seen(prefix + expression, later());
                if (sha.isPresent()) {
                    return commit(repository, sha.get());
                }
            }
            return commit(repository, expression);
        });
    }

    /** A commit, null when there is none. */
    Thing commit(SimRepository repository, String sha) {
        GitCommit commit = repository.git().objects().commit(sha).orElse(null);
        if (commit == null) {
            return null;
        }
        int line = commit.message().indexOf('\n');
        return new Thing("Commit")
                .with("id", Json.nodeId("Commit", repository.id() + ":" + sha))
                .with("oid", sha)
                .with("abbreviatedOid", sha.substring(0, 7))
                .with("message", commit.message())
                .with("messageHeadline", commit.subject())
                .with(
                        "messageBody",
                        line < 0 ? "" : commit.message().substring(line).strip())
                .with("authoredDate", Json.time(commit.author().when()))
                .with("committedDate", Json.time(commit.committer().when()))
                .with("url", RepositoryJson.html(repository) + "/commit/" + sha)
                .with(
                        "tree",
                        new Thing("Tree")
                                .with("id", Json.nodeId("Tree", commit.tree()))
                                .with("oid", commit.tree())
                                .with("abbreviatedOid", commit.tree().substring(0, 7)))
                .get("author", () -> new Thing("GitActor")
                        .with("name", commit.author().name())
                        .with("email", commit.author().email())
                        .with("date", Json.time(commit.author().when()))
                        .get("user", () -> github.accounts()
                                .find(commit.author().name())
                                .map(this::account)
                                .orElse(null)))
                .with(
                        "parents",
                        environment -> Connection.of(
                                "CommitConnection",
                                environment,
                                commit.parents(),
                                parent -> (long) commit.parents().indexOf(parent),
                                true,
                                parent -> commit(repository, parent)))
                .get("status", () -> repository.locked(() -> status(repository, sha)))
                .get("statusCheckRollup", () -> repository.locked(() -> rollup(repository, sha)));
    }

    private Thing status(SimRepository repository, String sha) {
        List<SimStatus> latest = List.copyOf(repository.statuses().latest(sha));
        if (latest.isEmpty()) {
            return null;
        }
        List<Thing> contexts = latest.stream().map(this::context).toList();
        return new Thing("Status")
                .with("id", Json.nodeId("Status", repository.id() + ":" + sha))
                .with("state", upper(repository.statuses().combined(sha)))
                .with("contexts", contexts)
                .with("context", environment -> latest.stream()
                        .filter(status -> status.context().equals(environment.getArgument("name")))
                        .findFirst()
                        .map(this::context)
                        .orElse(null));
    }

    private Thing rollup(SimRepository repository, String sha) {
        List<SimStatus> statuses = List.copyOf(repository.statuses().latest(sha));
        List<SimCheckRun> runs = repository.statuses().runs(sha, true);
        if (statuses.isEmpty() && runs.isEmpty()) {
            return null;
        }
        boolean failed = runs.stream()
                .anyMatch(run -> run.completed()
                        && !List.of("success", "neutral", "skipped").contains(run.conclusion()));
        boolean running = runs.stream().anyMatch(run -> !run.completed());
        String state = statuses.isEmpty() ? "success" : repository.statuses().combined(sha);
        List<Object> all = new ArrayList<>(runs);
        all.addAll(statuses);
        return new Thing("StatusCheckRollup")
                .with("id", Json.nodeId("StatusCheckRollup", repository.id() + ":" + sha))
                .get("commit", () -> commit(repository, sha))
                .with(
                        "state",
                        failed || state.equals("failure")
                                ? "FAILURE"
                                : running || state.equals("pending") ? "PENDING" : "SUCCESS")
                .with(
                        "contexts",
                        environment -> Connection.of(
                                "StatusCheckRollupContextConnection",
                                environment,
                                all,
                                item -> (long) all.indexOf(item),
                                true,
                                item -> item instanceof SimStatus status
                                        ? context(status)
                                        : checkRun(repository, (SimCheckRun) item)));
    }

    private Thing context(SimStatus status) {
        return new Thing("StatusContext")
                .with("id", Json.nodeId("StatusContext", status.id()))
                .with("context", status.context())
                .with("state", upper(status.state()))
                .with("targetUrl", status.url())
                .with("description", status.description())
                .with("createdAt", Json.time(status.createdAt()))
                .with("creator", account(status.creator()));
    }

    private Thing checkRun(SimRepository repository, SimCheckRun run) {
        Thing app = new Thing("App")
                .with("id", Json.nodeId("App", run.app().id()))
                .with("databaseId", (int) run.app().id())
                .with("slug", run.app().slug())
                .with("name", run.app().slug());
        return new Thing("CheckRun")
                .with("id", Json.nodeId("CheckRun", run.id()))
                .with("databaseId", (int) run.id())
                .with("name", run.name())
                .with("status", upper(run.status()))
                .with("conclusion", upper(run.conclusion()))
                .with("detailsUrl", run.detailsUrl())
                .with("startedAt", Json.time(run.startedAt()))
                .with("completedAt", Json.time(run.completedAt()))
                .with("title", run.title())
                .with("summary", run.summary())
                .with("url", RepositoryJson.html(repository) + "/runs/" + run.id())
                .with(
                        "checkSuite",
                        new Thing("CheckSuite")
                                .with("id", Json.nodeId("CheckSuite", run.suite()))
                                .with("databaseId", (int) run.suite())
                                .with("app", app));
    }

    Thing account(SimUser user) {
        if (user == null) {
            return null;
        }
        String type = user.kind().type();
        // GraphQL gives the login of an App without the suffix that REST adds
        String login = user.login().replace("[bot]", "");
        return new Thing(type)
                .with("id", Json.nodeId(type, user.id()))
                .with("databaseId", (int) user.id())
                .with("login", login)
                .with("name", login)
                .with("email", user.email())
                .with("url", github.url() + "/" + login);
    }

    /** The caller, whom GraphQL calls a user even when it is an App. */
    Thing viewer(SimUser user) {
        return new Thing("User")
                .with("id", Json.nodeId("User", user.id()))
                .with("databaseId", (int) user.id())
                .with("login", user.login())
                .with("name", user.login())
                .with("email", user.email())
                .with("url", github.url() + "/" + user.login());
    }

    static String upper(String word) {
        return word == null ? null : word.toUpperCase(Locale.ROOT);
    }
}
