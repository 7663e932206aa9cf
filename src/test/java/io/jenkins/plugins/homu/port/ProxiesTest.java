package io.jenkins.plugins.homu.port;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class ProxiesTest {
    private static final HttpProxy PROXY = new HttpProxy("proxy.example", 3128, Optional.of("me"), Optional.of("p@:w"));

    private static Optional<HttpProxy> to(Proxies proxies, String address) {
        return proxies.to(URI.create(address));
    }

    @Test
    public void thisMachineIsNeverBehindAProxy() {
        Proxies proxies = Proxies.through(PROXY, List.of());
        for (String here : List.of(
                "http://localhost:8010/x",
                "http://a.localhost",
                "https://127.0.0.1",
                "http://127.1.2.3:80",
                "http://[::1]:1",
                "http://[0:0:0:0:0:0:0:1]:1",
                "http://LOCALHOST")) {
            assertThat(to(proxies, here)).as(here).isEmpty();
        }
        for (String there : List.of("http://127.example.org", "http://localhost.example.org", "http://10.0.0.1")) {
            assertThat(to(proxies, there)).as(there).contains(PROXY);
        }
    }

    @Test
    public void exceptionsAreReachedDirectly() {
        Proxies proxies = Proxies.through(
                PROXY, Proxies.exceptions(List.of(" .Corp.example", "host.example:8080", "10.1.*", "", ".")));
        for (String direct : List.of(
                "https://corp.example",
                "https://ci.CORP.example/x",
                "http://host.example:8080",
                "http://a.host.example:8080",
                "http://10.1.2.3")) {
            assertThat(to(proxies, direct)).as(direct).isEmpty();
        }
        for (String behind : List.of(
                "https://notcorp.example",
                "https://corp.example.org",
                "http://host.example",
                "http://host.example:808",
                "http://10.11.2.3")) {
            assertThat(to(proxies, behind)).as(behind).contains(PROXY);
        }
        assertThat(to(Proxies.through(PROXY, Proxies.exceptions(List.of("*"))), "https://a.example"))
                .isEmpty();
        assertThat(to(Proxies.through(PROXY, List.of("*a*b*c")), "https://xaxbxbxc"))
                .isEmpty();
        assertThat(to(Proxies.through(PROXY, List.of("*a*b*c")), "https://xaxcxb"))
                .isPresent();
        assertThat(to(Proxies.through(PROXY, List.of("a.example")), "https://b.a.example"))
                .as("where a name stands for itself alone")
                .isPresent();
    }

    @Test
    public void eachSchemeHasItsOwn() {
        Proxies secureOnly = new Proxies(Optional.empty(), Optional.of(PROXY), List.of());
        assertThat(to(secureOnly, "https://a.example")).contains(PROXY);
        assertThat(to(secureOnly, "http://a.example")).isEmpty();
    }

    @Test
    public void clientsAreToldTheProxyAndWhatItIsShown() {
        Proxies proxies = Proxies.through(PROXY, List.of("direct.example"));
        URI there = URI.create("https://a.example");
        assertThat(proxies.selector().select(there))
                .containsExactly(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("proxy.example", 3128)));
        assertThat(proxies.selector().select(URI.create("https://direct.example")))
                .containsExactly(Proxy.NO_PROXY);
        assertThat(proxies.authorization(there, null)).contains("Basic bWU6cEA6dw==");
        assertThat(proxies.authorization(there, "Basic bWU6cEA6dw=="))
                .as("it was not taken")
                .isEmpty();
        assertThat(proxies.authorization(URI.create("https://direct.example"), null))
                .isEmpty();
    }

    @Test
    public void anAddressIsReadAndWrittenAndItsPasswordNotPrinted() {
        assertThat(PROXY.url()).isEqualTo("http://me:p%40%3Aw@proxy.example:3128");
        assertThat(HttpProxy.of(PROXY.url())).contains(PROXY);
        assertThat(PROXY).hasToString("proxy.example:3128");
        assertThat(Proxies.through(PROXY, List.of()).toString()).doesNotContain("p@:w");
        for (String bad : List.of("", "proxy.example", "https://p:1", "http://p", "http://p:99999", "http://a b:1")) {
            assertThat(HttpProxy.of(bad)).as(bad).isEmpty();
        }
    }
}
