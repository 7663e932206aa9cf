package io.jenkins.plugins.homu.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import com.cloudbees.plugins.credentials.CredentialsScope;
import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import com.cloudbees.plugins.credentials.impl.UsernamePasswordCredentialsImpl;
import hudson.util.Secret;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.jenkins.configuration.BuilderConfiguration;
import io.jenkins.plugins.homu.jenkins.configuration.HomuGlobalConfiguration;
import io.jenkins.plugins.homu.jenkins.configuration.JenkinsJobBuilder;
import io.jenkins.plugins.homu.jenkins.configuration.RepositoryConfiguration;
import io.jenkins.plugins.homu.runtime.HomuRuntime;
import io.jenkins.plugins.homu.simulator.GitHubSimulator;
import io.jenkins.plugins.homu.simulator.Permission;
import io.jenkins.plugins.homu.simulator.SimPull;
import io.jenkins.plugins.homu.simulator.SimRepository;
import io.jenkins.plugins.homu.simulator.hook.SimHook;
import io.jenkins.plugins.homu.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import jenkins.model.JenkinsLocationConfiguration;
import org.jenkinsci.plugins.plaincredentials.impl.StringCredentialsImpl;

/** A GitHub with one repository, and the queue for it in a Jenkins under test. Alice reviews, carol may try, bob writes. */
final class HomuInJenkins implements AutoCloseable {
    static final String SECRET = "signs the deliveries of the tests";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    final GitHubSimulator github;
    final SimRepository repository;

    HomuInJenkins(Path directory) throws IOException {
        github = GitHubSimulator.start(directory);
        repository = github.createRepository("acme", "widget");
        for (String user : List.of("homu", "alice", "carol")) {
            github.user(user);
            repository.grant(user, Permission.WRITE);
        }
        github.user("bob");
        repository.commit("main", Map.of("README.md", "# Widget\n"), "The first commit");
    }

    /** Into the Jenkins that runs at this address, which serves it from then on. */
    void configure(String jenkinsUrl, BuilderConfiguration... builders) throws IOException {
        fill(jenkinsUrl, builders);
        serve(jenkinsUrl);
    }

    /** Jenkins runs at this address, perhaps another than before. */
    void serve(String jenkinsUrl) {
        until(
                "the queue knows the bot's name",
                () -> QueueAccess.get().runtime().flatMap(HomuRuntime::name).isPresent());
        for (SimHook hook : List.copyOf(repository.hooks())) {
            repository.removeHook(hook.id());
        }
        repository.webhook(jenkinsUrl + "homu-webhook/github", SECRET);
    }

    /** The configuration alone, whatever becomes of it. */
    void fill(String jenkinsUrl, BuilderConfiguration... builders) throws IOException {
        JenkinsLocationConfiguration.get().setUrl(jenkinsUrl);
        secret("github", github.user("homu").token());
        secret("widget-hook", SECRET);
        RepositoryConfiguration widget = new RepositoryConfiguration("acme", "widget");
        widget.setReviewers(List.of("alice"));
        widget.setTryUsers(List.of("carol"));
        widget.setWebhookSecretId("widget-hook");
        widget.setBuilders(Arrays.asList(builders));
        HomuGlobalConfiguration configuration = HomuGlobalConfiguration.get();
        configuration.setApiUrl(github.apiUrl());
        configuration.setCredentialsId("github");
        configuration.setRepositories(List.of(widget));
    }

    static JenkinsJobBuilder job(String builder, String job) {
        JenkinsJobBuilder configured = new JenkinsJobBuilder(job);
        configured.setName(builder);
        return configured;
    }

    static void secret(String id, String value) throws IOException {
        SystemCredentialsProvider provider = SystemCredentialsProvider.getInstance();
        provider.getCredentials()
                .add(new StringCredentialsImpl(CredentialsScope.GLOBAL, id, "", Secret.fromString(value)));
        provider.save();
    }

    static void login(String id, String user, String password) throws Exception {
        SystemCredentialsProvider provider = SystemCredentialsProvider.getInstance();
        provider.getCredentials()
                .add(new UsernamePasswordCredentialsImpl(CredentialsScope.GLOBAL, id, "", user, password));
        provider.save();
    }

    /** A pull request that adds one file. */
    SimPull open(String name) {
        repository.branch(name, "main", Map.of(name + ".txt", name + "\n"));
        return repository.openPull("bob", name, "main", "Add " + name, "");
    }

    static RepositoryState state() {
        return QueueAccess.get()
                .runtime()
                .flatMap(runtime -> runtime.reader().state("widget"))
                .orElseThrow();
    }

    static List<String> said(SimPull pull) {
        return pull.comments().stream()
                .filter(comment -> comment.author().equals("homu"))
                .map(comment -> comment.body().strip())
                .toList();
    }

    static void untilSaid(SimPull pull, String begin) {
        until("the bot says " + begin + " on #" + pull.number(), () -> said(pull).stream()
                .anyMatch(text -> text.contains(begin)));
    }

    /** Fails as soon as the bot speaks of trouble, with what it says. */
    static void untilMerged(SimPull pull) {
        until("#" + pull.number() + " is merged", () -> {
            assertThat(said(pull)).noneMatch(text -> text.contains(":broken_heart:") || text.contains(":boom:"));
            return pull.isMerged();
        });
    }

    static void until(String what, BooleanSupplier condition) {
        Await.until(what, PATIENCE, condition);
    }

    @Override
    public void close() {
        github.close();
    }
}
