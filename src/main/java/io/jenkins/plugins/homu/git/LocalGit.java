package io.jenkins.plugins.homu.git;

import io.jenkins.plugins.homu.core.effect.Effect.PrepareMerge;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.core.settings.MergeSettings.Method;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.GitGateway;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes commits with the git program in bare caches, and pushes them to the bot's own branches. It knows no way to move
 * any other.
 */
public final class LocalGit implements GitGateway {
    /** The repository that pull requests are merged in. */
    static final String ORIGIN = "origin";

    /** The one that tests run in, where that is another. */
    static final String FORK = "fork";

    private static final int MOST_REF_DIGITS = 16;
    /** Older ones can't merge without a work tree. */
    private static final int OLDEST = 2038;

    private static final Pattern VERSION = Pattern.compile("^git version (\\d{1,4})\\.(\\d{1,4})");

    /** What git says as the password. */
    @FunctionalInterface
    public interface Tokens {
        String tokenFor(RepositoryId repository) throws GatewayException;
    }

    private final GitSettings settings;
    private final Tokens tokens;
    private final SshCommand ssh;
    private volatile boolean isNewEnough;

    public LocalGit(GitSettings settings, Tokens tokens) {
        this.settings = settings;
        this.tokens = tokens;
        this.ssh = new SshCommand(settings);
    }

    @Override
    public Outcome make(RepositoryId repository, PrepareMerge effect, CommitSha base, Optional<CommitSha> time)
            throws GatewayException {
        return make(ORIGIN, Optional.empty(), repository, effect, base, time);
    }

    @Override
    public TestsOnFork onFork(RepositoryId fork) {
        return new ForkGit(this, fork);
    }

    /** @param remote where the CI branch is @param fork the repository that the remote {@link #FORK} stands for */
    Outcome make(
            String remote,
            Optional<RepositoryId> fork,
            RepositoryId repository,
            PrepareMerge effect,
            CommitSha base,
            Optional<CommitSha> time)
            throws GatewayException {
        if (effect.ciBranch().equals(effect.baseRef())) {
            return new Outcome.Refused("the base branch is never pushed to by force");
        }
        return use(repository, fork, git -> make(git, remote, effect, base, time));
    }

    /** Something to be done with git in a cache. */
    interface Work<T> {
        T run(GitProcess git) throws GitFailure, GatewayException;
    }

    /** Does it in the cache of a repository. */
    <T> T use(RepositoryId repository, Optional<RepositoryId> fork, Work<T> work) throws GatewayException {
        // + is in no name on GitHub, and case makes no difference there.
        Path directory = settings.directory()
                .resolve((repository.owner() + "+" + repository.name()).toLowerCase(Locale.ROOT) + ".git");
        GitProcess git = process(repository, fork, directory);
        checkVersion(git);
        return new GitCache(directory, git).use(() -> work.run(git));
    }

    private void checkVersion(GitProcess git) throws GatewayException {
        if (isNewEnough) {
            return;
        }
        String words = git.ask(new byte[0], "version").line();
        Matcher version = VERSION.matcher(words);
        int number =
                version.find() ? 1000 * Integer.parseInt(version.group(1)) + Integer.parseInt(version.group(2)) : 0;
        if (number < OLDEST) {
            throw GatewayException.permanent(
                    0, "this needs git 2.38 or newer, but " + settings.executable() + " says: " + words);
        }
        isNewEnough = true;
    }

    private static Outcome make(
            GitProcess git, String remote, PrepareMerge effect, CommitSha base, Optional<CommitSha> time)
            throws GitFailure, GatewayException {
        Optional<Outcome> missing = fetch(git, effect, base);
        if (missing.isPresent()) {
            return missing.get();
        }
        if (effect.plan().method() == Method.FAST_FORWARD) {
            String tip = effect.pulls().get(effect.pulls().size() - 1).head().value();
            if (ForkGit.standsAt(git, remote, effect.ciBranch(), tip)) {
                // From an earlier attempt: without a push CI would not begin again.
                push(git, remote, effect, base.value());
            }
            return push(git, remote, effect, tip);
        }
        try {
            Optional<Instant> earlier = time.isPresent() ? timeOf(git, time.get()) : Optional.empty();
            if (earlier.isPresent()) {
                String same = build(git, effect, base, earlier.get());
                if (same.equals(time.get().value())) {
                    return push(git, remote, effect, same);
                }
            }
            return push(
                    git, remote, effect, build(git, effect, base, effect.plan().at()));
        } catch (Rewriter.Stopped e) {
            return e.outcome();
        }
    }

    private static Optional<Instant> timeOf(GitProcess git, CommitSha sha) throws GatewayException {
        GitProcess.Output commit = git.ask(new byte[0], "cat-file", "commit", sha.value());
        return commit.code() == 0 ? RawCommit.parse(commit.bytes()).time() : Optional.empty();
    }

    private static String build(GitProcess git, PrepareMerge effect, CommitSha base, Instant at)
            throws GitFailure, GatewayException, Rewriter.Stopped {
        Rewriter rewriter = new Rewriter(git, effect.plan(), at);
        String tip = base.value();
        for (int i = 0; i < effect.pulls().size(); i++) {
            AttemptMember pull = effect.pulls().get(i);
            tip = rewriter.put(tip, pull.head().value(), pull.number(), i, effect.message());
        }
        return tip;
    }

    // ---- to and fro --------------------------------------------------------------------------------------------

    /** By their full names, so that nothing but what was approved is there. @return the head that GitHub hasn't */
    private static Optional<Outcome> fetch(GitProcess git, PrepareMerge effect, CommitSha base)
            throws GitFailure, GatewayException {
        // Names of our own that keep what was fetched: the next time, only what is new has to come.
        String name = "refs/homu/" + digits(effect.ciBranch());
        List<String> refspecs = new ArrayList<>(List.of("+" + base + ":" + name + "/base"));
        for (int i = 0; i < effect.pulls().size(); i++) {
            refspecs.add("+" + effect.pulls().get(i).head() + ":" + name + "/head-" + i);
        }
        try {
            git.fetchPartially(ORIGIN, refspecs);
            return Optional.empty();
        } catch (GitFailure e) {
            for (AttemptMember pull : effect.pulls()) {
                if (e.says("not our ref " + pull.head(), "unadvertised object " + pull.head())) {
                    return Optional.of(new Outcome.HeadMissing(pull.number(), "no such commit"));
                }
            }
            throw refusedOr(e);
        }
    }

    private static Outcome push(GitProcess git, String remote, PrepareMerge effect, String commit)
            throws GitFailure, GatewayException {
        String tree =
                RawCommit.parse(git.run("cat-file", "commit", commit).bytes()).tree();
        try {
            git.push(remote, "+" + commit + ":refs/heads/" + effect.ciBranch());
        } catch (GitFailure e) {
            if (isRejected(e)) {
                return new Outcome.Refused(said(e));
            }
            throw refusedOr(e);
        }
        return new Outcome.Made(new CommitSha(commit), tree);
    }

    static boolean isRejected(GitFailure failure) {
        return failure.says("[remote rejected]", "[rejected]");
    }

    /** What the other side says, and which branch it is about. */
    static String said(GitFailure failure) {
        String words = failure.words()
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("remote:") || line.startsWith("!"))
                .collect(Collectors.joining(" "));
        return words.isEmpty() ? failure.getMessage() : words;
    }

    /** What no other try and no other cache would change, and what another try may. */
    static GitFailure refusedOr(GitFailure failure) throws GatewayException {
        if (failure.says("Host key verification failed")) {
            throw GatewayException.permanent(
                    0,
                    "SSH doesn't know the server's host key, or it has changed; see that the key is the server's own, and"
                            + " put its line into known_hosts in [git], or into ~/.ssh/known_hosts of the account that"
                            + " this server runs as ("
                            + failure.words().replace('\n', ' ') + ")");
        }
        if (failure.says(
                "Authentication failed",
                "could not read Username",
                "terminal prompts disabled",
                "The requested URL returned error: 401")) {
            // As with the API: what waits goes on with a token that is valid.
            throw GatewayException.transientTrouble(
                    0,
                    "git is not let in, for the bot's token is refused; renew it if it has expired or was revoked ("
                            + failure.words().replace('\n', ' ') + ")",
                    Optional.empty(),
                    failure);
        }
        if (failure.says("Permission denied", "The requested URL returned error: 403", "denied to ")) {
            throw GatewayException.permanent(
                    0,
                    "git is not let in; the bot's token or SSH key must be able to read and write this repository ("
                            + failure.words().replace('\n', ' ') + ")");
        }
        if (failure.says("epository not found", "does not appear to be a git repository", "transport '")) {
            throw GatewayException.permanent(
                    0,
                    "git finds no repository; look at remote_url, and at what the bot's token or SSH key may read ("
                            + failure.words().replace('\n', ' ') + ")");
        }
        if (failure.says("The requested URL returned error: 30")) {
            throw GatewayException.permanent(
                    0,
                    "git is sent on to another address, and doesn't go there; look at owner, name and remote_url in the"
                            + " configuration (" + failure.words().replace('\n', ' ') + ")");
        }
        if (failure.says(
                "Could not resolve host",
                "unable to access",
                "Connection ",
                "connection ",
                "timed out",
                "Operation too slow",
                "The requested URL returned error: 5",
                "the remote end hung up",
                "not our ref")) {
            throw GatewayException.transientTrouble(0, failure.getMessage(), Optional.empty(), failure);
        }
        return failure;
    }

    // ---- how git is called -------------------------------------------------------------------------------------

    private GitProcess process(RepositoryId repository, Optional<RepositoryId> fork, Path directory)
            throws GatewayException {
        Map<String, String> environment = new HashMap<>();
        List<String> secrets = new ArrayList<>();
        Map<String, String> configuration = new LinkedHashMap<>();
        environment.put("GIT_ALLOW_PROTOCOL", settings.protocol());
        if (settings.isSsh()) {
            environment.put("GIT_SSH_COMMAND", ssh.line());
        }
        settings.proxy().ifPresent(secrets::add);
        String url = settings.urlOf(repository);
        configuration.put("remote.origin.url", url);
        configuration.put("remote.origin.promisor", "true");
        configuration.put("remote.origin.partialclonefilter", "blob:none");
        if (fork.isPresent()) {
            String address = settings.urlOf(fork.get());
            if (address.equals(url)) {
                throw GatewayException.permanent(
                        0,
                        "the fork that tests run on and the repository itself have one address, " + url
                                + "; remote_url must hold {owner} and {name}");
            }
            configuration.put("remote." + FORK + ".url", address);
            login(address, fork.get(), secrets, configuration);
        }
        login(url, repository, secrets, configuration);
        settings.proxy().ifPresent(proxy -> configuration.put("http.proxy", proxy));
        GitProcess git = new GitProcess(settings, directory, environment, secrets);
        configuration.forEach(git::configure);
        return git;
    }

    /** For that repository only, whatever its server redirects to: another one may have another token. */
    private void login(String url, RepositoryId repository, List<String> secrets, Map<String, String> configuration)
            throws GatewayException {
        if (!settings.isHttp()) {
            return;
        }
        String token = tokens.tokenFor(repository);
        String basic = Base64.getEncoder().encodeToString(("x-access-token:" + token).getBytes(StandardCharsets.UTF_8));
        secrets.add(token);
        secrets.add(basic);
        configuration.put("http." + url + ".extraHeader", "Authorization: Basic " + basic);
    }

    static String digits(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, MOST_REF_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
