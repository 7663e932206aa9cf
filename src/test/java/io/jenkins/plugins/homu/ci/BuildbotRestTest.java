package io.jenkins.plugins.homu.ci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.homu.ci.StubService.Asked;
import io.jenkins.plugins.homu.ci.StubService.Reply;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.Proxies;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** What a real Buildbot is hard to be brought to, against a stub of its REST API. */
public class BuildbotRestTest {
    private static final String OURS = TestBuilds.MERGE.value();

    private final ServiceHttp http = new ServiceHttp(Duration.ofSeconds(5), Proxies.SYSTEM);
    private StubService buildbot;
    private ServiceRepository widget;
    private BuildbotBuilder builder;

    @Before
    public void start() throws IOException {
        buildbot = new StubService(BuildbotRestTest::answer);
        widget = TestRepositories.withBuildbots(
                "widget", new BuildbotSettings(buildbot.url(), "s", Optional.empty(), true, Set.of("linux")));
        builder = new BuildbotBuilder(http, () -> TestBuilds.STARTED);
        builder.configure(List.of(widget));
    }

    @After
    public void stop() {
        buildbot.close();
        http.close();
    }

    /** One build of the commit waits and may not be cancelled; another one runs. */
    private static Reply answer(Asked asked) {
        String path = asked.path();
        if (path.equals("/api/v2/masters")) {
            return Reply.json("{\"masters\":[]}");
        }
        if (path.equals("/api/v2/builders?name=linux")) {
            return Reply.json("{\"builders\":[{\"builderid\":1,\"name\":\"linux\"}]}");
        }
        if (path.startsWith("/api/v2/builders/1/buildrequests?")) {
            return Reply.json("{\"buildrequests\":[{\"buildrequestid\":5,\"buildsetid\":7}]}");
        }
        if (path.equals("/api/v2/buildsets/7")) {
            return Reply.json("{\"buildsets\":[{\"sourcestamps\":[{\"revision\":\"" + OURS + "\"}]}]}");
        }
        if (path.startsWith("/api/v2/builders/1/builds?") && path.contains("complete=false")) {
            return Reply.json("{\"builds\":[{\"buildid\":9,\"number\":3,\"properties\":{\"revision\":[\"" + OURS
                    + "\",\"Build\"]}}]}");
        }
        if (path.equals("/api/v2/buildrequests/5")) {
            return Reply.status(403);
        }
        return path.equals("/api/v2/builds/9") ? Reply.json("{\"result\":null}") : Reply.status(404);
    }

    @Test
    public void whatRunsIsStoppedThoughWhatWaitsMayNotBeCancelled() {
        assertThatThrownBy(() -> builder.cancel(TestBuilds.stop(widget, "linux")))
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("does not let us cancel a build request. Put a username and a password");
        assertThat(buildbot.posted())
                .hasSize(2)
                .last()
                .asString()
                .startsWith("POST /api/v2/builds/9 ")
                .contains("\"stop\"");
    }

    @Test
    public void aBuildThatIsForgottenNeedsANewMergeCommit() {
        buildbot.answer(asked -> asked.path().contains("buildrequests")
                ? Reply.json("{\"buildrequests\":[]}")
                : asked.path().contains("/builds?") ? Reply.json("{\"builds\":[]}") : answer(asked));
        assertThatThrownBy(() -> builder.start(TestBuilds.build(
                        widget, "linux", BuilderState.WAITING, buildbot.url() + "/#/builders/1/builds/4")))
                .isInstanceOf(GatewayException.class)
                .hasMessageEndingWith("has forgotten the build that is to be repeated. Use clean and then retry to test"
                        + " with a new merge commit");
    }
}
