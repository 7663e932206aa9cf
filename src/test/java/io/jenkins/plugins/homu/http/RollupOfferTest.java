package io.jenkins.plugins.homu.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.port.Metrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.After;
import org.junit.Test;

/** Who is offered the button that makes a rollup. */
public class RollupOfferTest {
    private static final String BUTTON = "type=\"submit\">Make the rollup</button>";
    private static final String HINT = "That takes the permission Homu/Manage.";

    private final Application application = new Application(
            new SampleReader(SampleQueues.widget()),
            new Applications.Sink(),
            List.of(),
            Metrics.NONE,
            () -> SampleQueues.NOW,
            "https://github.com",
            () -> {},
            Map.of(),
            PageFrame.layout(),
            new RollupOffer(Optional.of("/makeRollup"), HINT, Optional.empty()),
            Duration.ofDays(42));

    @After
    public void close() {
        application.close();
    }

    private String page(HttpRequest request) {
        return application.handle(request).join().text();
    }

    @Test
    public void whoMayMakeRollupsHasTheButton() {
        assertThat(page(HttpRequest.get("/rollup/widget", null)))
                .contains("name=\"prs\"", "action=\"/makeRollup\"", HINT, BUTTON);
    }

    @Test
    public void whoMayOnlyLookIsToldWhatItTakes() {
        assertThat(page(HttpRequest.get("/rollup/widget", null).onlyLooking()))
                .contains("name=\"prs\"", HINT)
                .doesNotContain(BUTTON, "makeRollup");
    }
}
