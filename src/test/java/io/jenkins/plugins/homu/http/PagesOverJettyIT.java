package io.jenkins.plugins.homu.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.server.web.WebServer;
import io.jenkins.plugins.homu.testing.Await;
import io.jenkins.plugins.homu.testing.Chromium;
import java.util.Optional;
import org.junit.Test;

public class PagesOverJettyIT {
    @Test
    public void theServersOwnShellCarriesPagesAndLiveUpdates() throws Exception {
        Chromium.assumeInstalled();
        SampleReader reader = new SampleReader(SampleQueues.widget());
        try (Application application = Applications.over(reader);
                WebServer server = WebServer.start(Optional.of("127.0.0.1"), 0, application);
                Chromium browser = Chromium.start(true, SampleQueues.NOW)) {
            browser.open("http://127.0.0.1:" + server.port() + "/");
            browser.follow("[data-homu-key=widget] .homu-title");
            Await.until(() -> browser.texts(".homu-live__text").contains("Live"));

            for (int number = 400; number < 405; number++) {
                String row = "#" + number;
                reader.change(SampleQueues.with(
                        reader.state("widget").orElseThrow(), SampleQueues.pull(number, "Another one")));
                Await.until(() -> browser.numbers().contains(row));
            }

            assertThat(browser.numbers()).hasSize(14);
            assertThat(browser.complaints()).isEmpty();
        }
    }
}
