package io.jenkins.plugins.homu.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.Metrics;
import io.jenkins.plugins.homu.simulator.GitHubSimulator;
import io.jenkins.plugins.homu.simulator.Permission;
import io.jenkins.plugins.homu.simulator.SimRepository;
import io.jenkins.plugins.homu.simulator.hook.SimHook;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Webhooks made by the account that uses them. */
public class RestWebhooksTest {
    private static final RepositoryId WIDGET = new RepositoryId("acme", "widget");
    private static final String ADDRESS = "https://ci.example/homu-webhook/github";

    @Rule
    public final TemporaryFolder directory = new TemporaryFolder();

    private GitHubSimulator github;
    private SimRepository repository;
    private GitHubClient client;

    @Before
    public void start() throws Exception {
        github = GitHubSimulator.start(directory.getRoot().toPath());
        repository = github.createRepository("acme", "widget");
        repository.commit("main", Map.of("README.md", "# Widget\n"), "The first commit");
        github.user("homu");
        GitHubCredentials token =
                new GitHubCredentials.Token(github.user("homu").token());
        client = new GitHubClient(
                GitHubSettings.of(URI.create(github.apiUrl()), Optional.empty(), token),
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
    public void webhookIsMadeOnceThenBroughtUpToDate() throws Exception {
        repository.grant("homu", Permission.ADMIN);
        repository.webhook("https://other.example/", "theirs");

        assertThat(client.ensureWebhook(WIDGET, ADDRESS, "first")).isTrue();
        SimHook made = hook();
        assertThat(made.secret()).isEqualTo("first");
        assertThat(made.contentType()).isEqualTo("json");
        assertThat(made.events()).containsExactlyInAnyOrderElementsOf(RestWebhooks.EVENTS);

        made.active(false);
        made.change("first", "form", List.of("push"));
        assertThat(client.ensureWebhook(WIDGET, ADDRESS, "second")).isFalse();
        assertThat(repository.hooks()).hasSize(2);
        assertThat(hook().secret()).isEqualTo("second");
        assertThat(hook().contentType()).isEqualTo("json");
        assertThat(hook().isActive()).isTrue();
        assertThat(hook().events()).containsExactlyInAnyOrderElementsOf(RestWebhooks.EVENTS);
    }

    @Test
    public void accountThatMayNotIsToldSo() {
        repository.grant("homu", Permission.WRITE);

        assertThatThrownBy(() -> client.ensureWebhook(WIDGET, ADDRESS, "first"))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("404")
                .hasMessageNotContaining("first");
        assertThat(repository.hooks()).isEmpty();
    }

    private SimHook hook() {
        return repository.hooks().stream()
                .filter(hook -> hook.url().equals(ADDRESS))
                .findFirst()
                .orElseThrow();
    }
}
