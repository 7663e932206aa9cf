package io.jenkins.plugins.homu.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import hudson.ProxyConfiguration;
import io.jenkins.plugins.homu.jenkins.configuration.ConfigurationResolver;
import io.jenkins.plugins.homu.jenkins.configuration.CredentialsLookup;
import io.jenkins.plugins.homu.jenkins.configuration.HomuGlobalConfiguration;
import io.jenkins.plugins.homu.port.HttpProxy;
import io.jenkins.plugins.homu.port.Proxies;
import io.jenkins.plugins.homu.runtime.RuntimeConfiguration;
import java.net.URI;
import java.util.Optional;
import org.junit.Test;

public class JenkinsProxyTest extends HomuTestBase {
    private RuntimeConfiguration resolved() {
        return new ConfigurationResolver(HomuGlobalConfiguration.get(), new CredentialsLookup())
                .resolve(directory.getRoot().toPath().resolve("homu.db"), Optional.empty())
                .runtime();
    }

    @Test
    public void theProxyOfJenkinsIsUsedWithItsExceptions() throws Exception {
        configure();
        assertThat(resolved().extras().proxies()).isEqualTo(Proxies.SYSTEM);
        jenkins.jenkins.setProxy(
                new ProxyConfiguration("proxy.example", 3128, "me", "pw", "*.corp.example\nother.example"));
        Proxies proxies = resolved().extras().proxies();
        assertThat(resolved().github().proxies()).isEqualTo(proxies);
        assertThat(proxies.to(URI.create("https://api.github.com")))
                .contains(new HttpProxy("proxy.example", 3128, Optional.of("me"), Optional.of("pw")));
        assertThat(proxies.to(URI.create("https://ci.corp.example"))).isEmpty();
        assertThat(proxies.to(URI.create("https://other.example"))).isEmpty();
        assertThat(proxies.to(URI.create("https://a.other.example"))).isPresent();
        assertThat(proxies.to(URI.create(jenkins.getURL().toString()))).isEmpty();
    }
}
