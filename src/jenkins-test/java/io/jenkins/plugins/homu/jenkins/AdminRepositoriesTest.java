package io.jenkins.plugins.homu.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.jenkins.configuration.BranchesConfiguration;
import io.jenkins.plugins.homu.jenkins.configuration.HomuGlobalConfiguration;
import io.jenkins.plugins.homu.jenkins.configuration.RepositoryConfiguration;
import io.jenkins.plugins.homu.jenkins.configuration.StatusBuilder;
import io.jenkins.plugins.homu.simulator.Permission;
import io.jenkins.plugins.homu.simulator.SimPull;
import io.jenkins.plugins.homu.simulator.SimRepository;
import java.net.http.HttpResponse;
import java.util.Map;
import jenkins.model.Jenkins;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.MockAuthorizationStrategy;

/** Repositories that administrators of a Jenkins add and remove over HTTP. */
public class AdminRepositoriesTest {
    private static final String GADGET =
            """
            {"owner": "acme", "name": "gadget", "reviewers": ["alice"], "github": {}, "builder": "status",
             "status": {"context": "ci/test"}}
            """;

    @Rule
    public final JenkinsRule jenkins = HomuTestBase.quickJenkins();

    @Rule
    public final TemporaryFolder directory = new TemporaryFolder();

    private HomuInJenkins homu;
    private SimRepository gadget;

    @Before
    public void start() throws Exception {
        homu = new HomuInJenkins(directory.getRoot().toPath());
        homu.configure(jenkins.getURL().toString(), new StatusBuilder("ci/test"));
        jenkins.jenkins.setSecurityRealm(jenkins.createDummySecurityRealm());
        jenkins.jenkins.setAuthorizationStrategy(new MockAuthorizationStrategy()
                .grant(Jenkins.ADMINISTER)
                .everywhere()
                .to("root")
                .grant(Jenkins.READ)
                .everywhere()
                .to("guest"));
        gadget = homu.github.createRepository("acme", "gadget").grant("homu", Permission.ADMIN);
        gadget.commit("main", Map.of("README.md", "Read me\n"), "Initial commit");
    }

    @After
    public void stop() {
        homu.close();
    }

    private HttpResponse<String> ask(String user, String method, String path, String body) throws Exception {
        return new AdminClient(jenkins.getURL().toString()).ask(user, method, path, body);
    }

    @Test
    public void addedRepositoryIsQueuedAndRemovedForGood() throws Exception {
        HttpResponse<String> added = ask("root", "PUT", "", GADGET);
        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        assertThat(gadget.hooks()).hasSize(1);
        assertThat(added.body()).contains(gadget.hooks().get(0).secret());
        assertThat(gadget.hooks().get(0).url()).isEqualTo(jenkins.getURL() + "homu-webhook/github");
        assertThat(HomuGlobalConfiguration.get().repository("acme/gadget")).isPresent();

        gadget.branch("fix", "main", Map.of("fix.txt", "fixed\n"));
        SimPull pull = gadget.openPull("bob", "fix", "main", "Fix it", "It was broken.");
        pull.comment("alice", "@homu r+");
        HomuInJenkins.until("the test", () -> gadget.findTip("auto").isPresent());
        gadget.status(gadget.tip("auto"), "ci/test", "success", "http://ci/1", "fine");
        HomuInJenkins.until("the merge", pull::isMerged);

        HttpResponse<String> shown = ask("root", "GET", "/acme/gadget", "");
        assertThat(shown.statusCode()).isEqualTo(200);
        assertThat(shown.body()).doesNotContain(gadget.hooks().get(0).secret());
        assertThat(ask("root", "PUT", "", GADGET).statusCode()).isEqualTo(200);
        assertThat(ask("root", "DELETE", "/acme/gadget", "").body()).isEqualTo("acme/gadget");
        assertThat(gadget.hooks()).isEmpty();
        assertThat(HomuGlobalConfiguration.get().repository("acme/gadget")).isEmpty();
        assertThat(ask("root", "DELETE", "/acme/gadget", "").statusCode()).isEqualTo(404);
    }

    /** Or else nobody could say what a webhook of it is about. */
    @Test
    public void whereAnotherOneIsTestedNoQueueIsMade() throws Exception {
        BranchesConfiguration branches = new BranchesConfiguration();
        branches.setFork("Acme/Gadget");
        RepositoryConfiguration widget =
                HomuGlobalConfiguration.get().getRepositories().get(0);
        widget.setBranches(branches);
        HttpResponse<String> answer = ask("root", "PUT", "", GADGET);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        assertThat(answer.body()).contains("acme/gadget is where " + widget.effectiveLabel() + " is tested");
        assertThat(gadget.hooks()).isEmpty();
        assertThat(HomuGlobalConfiguration.get().repository("acme/gadget")).isEmpty();
    }

    @Test
    public void onlyAdministratorsMay() throws Exception {
        assertThat(ask("guest", "PUT", "", GADGET).statusCode()).isEqualTo(403);
        assertThat(ask("guest", "GET", "", "").statusCode()).isEqualTo(403);
        assertThat(ask("", "PUT", "", GADGET).statusCode()).isEqualTo(403);
        assertThat(gadget.hooks()).isEmpty();
        assertThat(ask("root", "PUT", "", GADGET.replace("\"context\"", "\"contxt\""))
                        .statusCode())
                .isEqualTo(422);
        assertThat(ask("root", "PUT", "", "{").statusCode()).isEqualTo(400);
        assertThat(HomuGlobalConfiguration.get().repository("acme/gadget")).isEmpty();
    }
}
