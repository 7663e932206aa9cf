package io.jenkins.plugins.homu.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.Test;

public class OldAddressesTest {
    private final List<String> served = new ArrayList<>();
    private boolean healthy = true;
    private final OldAddresses addresses = new OldAddresses(
            Optional.of(URI.create("https://bors.example.org")), List.of("homu", "ci/homu"), () -> healthy, request -> {
                served.add(request.method() + " " + request.rawPath());
                return CompletableFuture.completedFuture(HttpResponse.of(200, HttpResponse.TEXT, "page"));
            });

    private HttpResponse ask(String method, String path, String query, Map<String, String> headers) {
        return addresses
                .handle(new HttpRequest(
                        method,
                        path,
                        query,
                        name -> Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT))),
                        new byte[0],
                        "127.0.0.1",
                        ""))
                .join();
    }

    private HttpResponse get(String host, String path) {
        return ask("GET", path, null, Map.of("host", host));
    }

    @Test
    public void whoAsksAtTheRightPlaceIsServed() {
        assertThat(get("bors.example.org", "/queue/widget").status()).isEqualTo(200);
        assertThat(get("BORS.example.org:443", "/").status()).isEqualTo(200);
        assertThat(served).containsExactly("GET /queue/widget", "GET /");
    }

    @Test
    public void whoAsksAtAnotherHostIsSentToTheCanonicalOne() {
        HttpResponse answer = ask("GET", "/queue/a%2Bb", "q=x&status=failure", Map.of("host", "old.example.org"));
        assertThat(answer.status()).isEqualTo(301);
        assertThat(answer.header("Location")).contains("https://bors.example.org/queue/a%2Bb?q=x&status=failure");
        assertThat(served).isEmpty();
    }

    @Test
    public void aProxySaysWhatWasAskedOfIt() {
        Map<String, String> headers = Map.of("host", "10.0.0.5:54856", "x-forwarded-host", "bors.example.org, inner");
        assertThat(ask("GET", "/", null, headers).status()).isEqualTo(200);
    }

    @Test
    public void oldPathsLeadToTheNewOnes() {
        assertThat(get("bors.example.org", "/homu/queue/widget").header("Location"))
                .contains("/queue/widget");
        assertThat(get("bors.example.org", "/ci/homu").header("Location")).contains("/");
        assertThat(get("old.example.org", "/homu/results/widget/1").header("Location"))
                .contains("https://bors.example.org/results/widget/1");
        assertThat(get("bors.example.org", "/homunculus").status()).isEqualTo(200);
    }

    @Test
    public void deliveriesAreTakenWhereverTheyCome() {
        assertThat(ask("POST", "/homu/github", null, Map.of("host", "old.example.org"))
                        .status())
                .isEqualTo(200);
        assertThat(served).containsExactly("POST /github");
    }

    @Test
    public void programsAreNotSentAway() {
        assertThat(get("10.0.0.5", "/api/queue/all").status()).isEqualTo(200);
        assertThat(get("10.0.0.5", "/metrics").status()).isEqualTo(200);
    }

    @Test
    public void nobodyIsSentToAForeignHost() {
        assertThat(get("bors.example.org", "/homu//evil.example").header("Location"))
                .isEmpty();
        assertThat(get("bors.example.org", "/homu/\\evil.example").header("Location"))
                .isEmpty();
    }

    @Test
    public void healthIsToldInAWord() {
        HttpResponse fine = get("anywhere", "/health");
        assertThat(fine.status()).isEqualTo(200);
        assertThat(fine.text()).isEqualTo("OK");
        healthy = false;
        assertThat(get("anywhere", "/health").status()).isEqualTo(503);
        assertThat(served).isEmpty();
    }
}
