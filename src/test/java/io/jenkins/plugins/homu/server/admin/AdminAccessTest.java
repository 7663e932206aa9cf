package io.jenkins.plugins.homu.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.http.HttpRequest;
import io.jenkins.plugins.homu.http.HttpResponse;
import io.jenkins.plugins.homu.server.configuration.Secret;
import io.jenkins.plugins.homu.server.configuration.ServerConfiguration.Login;
import java.time.Instant;
import java.util.Optional;
import org.junit.Test;

public class AdminAccessTest {
    private static final Login LOGIN = new Login("root", new Secret("right"));

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final AdminAccess access = new AdminAccess(() -> now);

    private int ask(String address, String secret) {
        HttpRequest request = new HttpRequest(
                "GET",
                "/admin/repo",
                null,
                name -> name.equals("Authorization") ? Optional.of("root " + secret) : Optional.empty(),
                new byte[0],
                address,
                "");
        return access.refusal(request, LOGIN).map(HttpResponse::status).orElse(200);
    }

    @Test
    public void whoTriesTooOftenIsNotHeardForAWhile() {
        for (int i = 0; i < AdminAccess.MOST_FAILURES; i++) {
            assertThat(ask("192.0.2.1", "wrong" + i)).isEqualTo(401);
        }
        // Not even the right one, or the answer would tell that it was right.
        assertThat(ask("192.0.2.1", "right")).isEqualTo(429);
        assertThat(ask("192.0.2.2", "right")).isEqualTo(200);
        now = now.plus(AdminAccess.WINDOW);
        assertThat(ask("192.0.2.1", "right")).isEqualTo(200);
    }

    @Test
    public void aRightOneBeginsTheCountAnew() {
        for (int i = 0; i < 5 * AdminAccess.MOST_FAILURES; i++) {
            assertThat(ask("192.0.2.1", "wrong")).isEqualTo(401);
            assertThat(ask("192.0.2.1", "right")).isEqualTo(200);
        }
    }

    @Test
    public void whatIsRememberedIsBounded() {
        for (int i = 0; i < AdminAccess.MOST_FAILURES; i++) {
            ask("192.0.2.1", "wrong");
        }
        for (int i = 0; i < 1000; i++) {
            ask("2001:db8::" + i, "wrong");
        }
        assertThat(ask("192.0.2.1", "right")).isEqualTo(200);
    }

    @Test
    public void nothingLikeTheRightOneFits() {
        for (String wrong : new String[] {"", "righ", "right ", "Right", "right:", "root right"}) {
            assertThat(ask("192.0.2." + wrong.length(), wrong)).as(wrong).isEqualTo(401);
        }
    }
}
