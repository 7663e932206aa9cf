package io.jenkins.plugins.homu.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.simulator.GitHubSimulator;
import io.jenkins.plugins.homu.simulator.SimPull;
import io.jenkins.plugins.homu.simulator.SimRepository;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** Where the links on Homu's pages lead to in the demo. */
public class DemoPagesTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private GitHubSimulator github;
    private SimRepository widget;
    private SimPull pull;

    @Before
    public void start() throws IOException {
        github = GitHubSimulator.start(folder.getRoot().toPath());
        widget = github.createRepository("acme", "widget");
        widget.commit("main", Map.of("README.md", "A widget\n"), "Initial <commit>");
        widget.branch("fix", "main", Map.of("fix", "x"));
        pull = widget.openPull("bob", "fix", "main", "Fix the <widget>", "");
        github.pages(new DemoPages(widget, null, null, "http://localhost/queue/widget"));
    }

    @After
    public void stop() {
        github.close();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(github.apiUrl() + path)).build(), BodyHandlers.ofString());
    }

    @Test
    public void aPersonHasAPageWithTheirPullRequests() throws Exception {
        assertThat(get("/bob").statusCode()).isEqualTo(200);
        assertThat(get("/bob").body())
                .contains("<h1>bob</h1>", "Fix the &lt;widget&gt;", "href=\"/acme/widget/pull/" + pull.number() + "\"");
        assertThat(get("/nobody-at-all").statusCode()).isEqualTo(404);
    }

    @Test
    public void aCommitHasAPageWithItsParents() throws Exception {
        HttpResponse<String> head = get("/acme/widget/commit/" + pull.headSha());
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).contains(pull.headSha(), "href=\"/acme/widget/commit/" + widget.tip("main") + "\"");
        assertThat(get("/acme/widget/commit/" + widget.tip("main")).body()).contains("Initial &lt;commit&gt;");
        assertThat(get("/acme/widget/commit/" + "0".repeat(40)).statusCode()).isEqualTo(404);
    }
}
