package io.jenkins.plugins.homu.ci;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.ci.StubService.Asked;
import io.jenkins.plugins.homu.ci.StubService.Reply;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.HttpProxy;
import io.jenkins.plugins.homu.port.Proxies;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import okhttp3.Request;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

public class ServiceHttpTest {
    private StubService proxy;
    private ServiceHttp http;

    @Before
    public void start() throws IOException {
        proxy = new StubService(asked -> asked.header("Proxy-Authorization").equals("Basic bWU6cHc=")
                ? Reply.json("{}")
                : Reply.status(407).with("Proxy-Authenticate", "Basic realm=\"proxy\""));
        http = through("pw");
    }

    private ServiceHttp through(String password) {
        return new ServiceHttp(
                Duration.ofSeconds(5),
                Proxies.through(
                        new HttpProxy("127.0.0.1", proxy.url().getPort(), Optional.of("me"), Optional.of(password)),
                        List.of()));
    }

    @After
    public void stop() {
        http.close();
        proxy.close();
    }

    private static Request get(String url) {
        return new Request.Builder().url(url).build();
    }

    @Test
    public void servicesAreReachedThroughTheProxyWithItsPassword() throws GatewayException {
        assertThat(http.send("Buildbot", get("http://buildbot.example/json/project"))
                        .status())
                .isEqualTo(200);
        assertThat(proxy.asked()).extracting(Asked::path).containsOnly("http://buildbot.example/json/project");
    }

    @Test
    public void aPasswordThatTheProxyDoesNotTakeIsShownOnce() throws GatewayException {
        http.close();
        http = through("wrong");
        assertThat(http.send("Buildbot", get("http://buildbot.example/")).status())
                .isEqualTo(407);
        assertThat(proxy.asked()).hasSize(1);
    }

    @Test
    public void aServiceOnThisMachineIsReachedDirectly() throws Exception {
        try (StubService local = new StubService(asked -> Reply.json("{}"))) {
            assertThat(http.send("Buildbot", get(local.url() + "/json/project")).status())
                    .isEqualTo(200);
            assertThat(local.asked()).extracting(Asked::path).containsExactly("/json/project");
            assertThat(proxy.asked()).isEmpty();
        }
    }
}
