package io.jenkins.plugins.homu.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.homu.github.GitHubClient;
import io.jenkins.plugins.homu.http.HttpRequest;
import io.jenkins.plugins.homu.http.HttpResponse;
import io.jenkins.plugins.homu.http.Target;
import io.jenkins.plugins.homu.port.AddedRepositories;
import io.jenkins.plugins.homu.port.Metrics;
import io.jenkins.plugins.homu.port.StoreException;
import io.jenkins.plugins.homu.runtime.admin.AdminRoutes;
import io.jenkins.plugins.homu.runtime.admin.OutsideAddress;
import io.jenkins.plugins.homu.runtime.admin.RepositoryAdmin;
import io.jenkins.plugins.homu.server.configuration.ConfigurationReader;
import io.jenkins.plugins.homu.server.configuration.ServerConfiguration;
import io.jenkins.plugins.homu.server.configuration.ServerConfiguration.Repository;
import io.jenkins.plugins.homu.simulator.GitHubSimulator;
import io.jenkins.plugins.homu.simulator.Permission;
import io.jenkins.plugins.homu.simulator.SimRepository;
import io.jenkins.plugins.homu.testing.LogRecorder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** What is left when the store fails, or the queue does not take a repository. */
public class RollbackTest {
    private static final String GADGET =
            """
            {"owner": "acme", "name": "gadget", "reviewers": ["alice"], "github": {}, "builder": "status",
             "status": {"context": "ci/test"}}
            """;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final LogRecorder log = new LogRecorder();
    private final Table table = new Table();
    private final List<List<String>> configured = new ArrayList<>();
    private boolean queueRefuses;
    private GitHubSimulator github;
    private SimRepository gadget;
    private GitHubClient client;
    private ServerConfiguration configuration;
    private ServerShelf shelf;
    private AdminRoutes routes;

    /** The store, as far as it matters here. */
    private static final class Table implements AddedRepositories {
        final Map<String, Entry> rows = new TreeMap<>();
        boolean broken;

        @Override
        public List<Entry> all() {
            return List.copyOf(rows.values());
        }

        @Override
        public CompletableFuture<Void> keep(Entry entry) {
            return write(() -> rows.put(entry.label(), entry));
        }

        @Override
        public CompletableFuture<Void> drop(String label) {
            return write(() -> rows.remove(label));
        }

        private CompletableFuture<Void> write(Runnable change) {
            if (broken) {
                return CompletableFuture.failedFuture(new StoreException("main.db can't be written: disk full"));
            }
            change.run();
            return CompletableFuture.completedFuture(null);
        }
    }

    @Before
    public void start() throws Exception {
        github = GitHubSimulator.start(folder.getRoot().toPath());
        gadget = github.createRepository("acme", "gadget").grant("homu", Permission.ADMIN);
        String text = "[github]\naccess_token = \"" + github.user("homu").token() + "\"\napi_url = \"" + github.apiUrl()
                + "\"\n[admin]\nsecret = \"0123456789abcdef\"\n";
        configuration = ConfigurationReader.parse("cfg.toml", text, Map.of())
                .configuration()
                .orElseThrow();
        client = new GitHubClient(configuration.github().api(), body -> List.of(), Instant::now, Metrics.NONE);
        open();
    }

    private void open() {
        shelf = new ServerShelf(configuration.repositories(), configuration.documents(), table, this::configure);
        shelf.load();
        routes = new AdminRoutes(new RepositoryAdmin(
                shelf,
                () -> client,
                new OutsideAddress(() -> Optional.of("https://homu.invalid"), "set it"),
                "/github",
                List.of()));
    }

    private void configure(List<Repository> repositories) {
        if (queueRefuses) {
            throw new IllegalStateException("Repository acme/gadget was removed a moment ago");
        }
        configured.add(repositories.stream().map(one -> one.settings().label()).toList());
    }

    @After
    public void stop() {
        client.close();
        github.close();
        log.close();
    }

    private HttpResponse ask(String method, String path, String body) throws Exception {
        HttpRequest request = new HttpRequest(
                method,
                path,
                null,
                name -> Optional.of("application/json"),
                body.getBytes(StandardCharsets.UTF_8),
                "192.0.2.1",
                "");
        Target target = Target.of(request);
        return routes.answer(
                request, target, target.segments().subList(1, target.segments().size()), "root");
    }

    @Test
    public void whatCannotBeKeptIsNotAdded() throws Exception {
        table.broken = true;
        HttpResponse answer = ask("PUT", "/admin/repo", GADGET);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.text()).contains("disk full");
        assertThat(gadget.hooks()).isEmpty();
        assertThat(shelf.labels()).isEmpty();
        // Twice: with the webhook's id it was opened once more.
        assertThat(configured).containsExactly(List.of("acme/gadget"), List.of("acme/gadget"), List.of());
    }

    @Test
    public void whatCannotBeForgottenStays() throws Exception {
        assertThat(ask("PUT", "/admin/repo", GADGET).status()).isEqualTo(201);
        table.broken = true;
        assertThat(ask("DELETE", "/admin/repo/acme/gadget", "").status()).isEqualTo(503);
        assertThat(gadget.hooks()).hasSize(1);
        assertThat(shelf.labels()).containsExactly("acme/gadget");
    }

    @Test
    public void whatTheQueueDoesNotTakeIsNotAdded() throws Exception {
        queueRefuses = true;
        HttpResponse answer = ask("PUT", "/admin/repo", GADGET);
        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.text()).contains("removed a moment ago");
        assertThat(gadget.hooks()).isEmpty();
        assertThat(shelf.labels()).isEmpty();
        assertThat(table.rows).isEmpty();
    }

    @Test
    public void aWebhookThatWasThereIsTakenOverAndLeft() throws Exception {
        gadget.webhook("https://homu.invalid/github", "old");
        table.broken = true;
        assertThat(ask("PUT", "/admin/repo", GADGET).status()).isEqualTo(503);
        assertThat(gadget.hooks()).hasSize(1);
        table.broken = false;
        assertThat(ask("PUT", "/admin/repo", GADGET).status()).isEqualTo(201);
        assertThat(gadget.hooks()).hasSize(1);
        assertThat(gadget.hooks().get(0).secret()).isNotEqualTo("old");
    }

    @Test
    public void whatWasKeptAndCannotBeUsedIsToldAndCanBeRemoved() throws Exception {
        table.rows.put(
                "odd", new AddedRepositories.Entry("odd", "{\"owner\": \"a\", \"github\": {\"secret\": \"s3cr\"}"));
        table.rows.put("fine", new AddedRepositories.Entry("fine", GADGET.replace("{}", "{\"secret\": \"s\"}")));
        table.rows.put("twin", new AddedRepositories.Entry("twin", GADGET.replace("{}", "{\"secret\": \"s\"}")));
        configured.clear();
        open();
        assertThat(configured).containsExactly(List.of("fine"));
        assertThat(log.lines())
                .anyMatch(line -> line.startsWith("event=added-repository-unusable repo=odd"))
                .anyMatch(line -> line.startsWith("event=added-repository-unusable repo=twin"))
                .allSatisfy(line -> assertThat(line).doesNotContain("s3cr"));
        assertThat(ask("DELETE", "/admin/repo/twin", "").status()).isEqualTo(200);
        assertThat(ask("DELETE", "/admin/repo/odd", "").status()).isEqualTo(200);
        assertThat(table.rows).containsOnlyKeys("fine");
    }

    @Test
    public void whatStepsDoIsTakenBackInReverse() {
        List<String> done = new ArrayList<>();
        io.jenkins.plugins.homu.runtime.admin.Undo undo = new io.jenkins.plugins.homu.runtime.admin.Undo("x");
        undo.add("first", () -> done.add("first"));
        undo.add("broken", () -> {
            throw new StoreException("broken");
        });
        undo.add("last", () -> done.add("last"));
        undo.run();
        assertThat(done).containsExactly("last", "first");
        assertThatThrownBy(() -> {
                    io.jenkins.plugins.homu.runtime.admin.Undo faulty =
                            new io.jenkins.plugins.homu.runtime.admin.Undo("x");
                    faulty.add("fault", () -> {
                        throw new NullPointerException("a fault of ours");
                    });
                    faulty.run();
                })
                .isInstanceOf(NullPointerException.class);
    }
}
