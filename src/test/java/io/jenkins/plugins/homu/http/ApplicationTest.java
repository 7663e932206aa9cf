package io.jenkins.plugins.homu.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.zip.GZIPInputStream;
import org.junit.After;
import org.junit.Test;

public class ApplicationTest {
    private final SampleReader reader = new SampleReader(SampleQueues.widget(), SampleQueues.gadget());
    private final Applications.Sink sink = new Applications.Sink();
    private final Application application = Applications.over(reader, sink);

    @After
    public void close() {
        application.close();
    }

    @Test
    public void anAcceptedDeliveryIsAnswered202AndASecondOneOfItsId200() {
        HttpResponse first = post("/github", "delivery-1");
        HttpResponse second = post("/github", "delivery-1");

        assertThat(first.status()).isEqualTo(202);
        assertThat(first.text()).isEqualTo("{\"status\":\"accepted\"}");
        assertThat(second.status()).isEqualTo(200);
        assertThat(second.text()).isEqualTo("{\"status\":\"duplicate\"}");
    }

    @Test
    public void whatConcernsNobodyIsAnswered200() {
        HttpResponse response = post("/github", "ignore");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text()).isEqualTo("{\"status\":\"ignored\",\"reason\":\"nothing depends on it\"}");
    }

    @Test
    public void aRefusalKeepsItsStatusAndItsMessage() {
        for (int status : new int[] {401, 404, 413, 415, 422}) {
            HttpResponse response = post("/github", "refuse " + status);

            assertThat(response.status()).isEqualTo(status);
            assertThat(response.text()).isEqualTo("{\"error\":\"No: <b>\\\"so\\\"</b>\"}");
            assertThat(response.header("Content-Type")).contains("application/json");
        }
    }

    @Test
    public void whatCannotBeCheckedYetIsToBeSentAgain() {
        HttpResponse response = post("/github", "refuse 503");
        assertThat(response.status()).isEqualTo(503);
        assertThat(response.header("Retry-After")).contains("60");
    }

    @Test
    public void aStoreThatCannotKeepADeliveryIsA503WithRetryAfter() {
        sink.broken = true;

        HttpResponse response = post("/github", "delivery-2");

        assertThat(response.status()).isEqualTo(503);
        assertThat(response.header("Retry-After")).contains("5");
        assertThat(response.text()).doesNotContain("main.db");
    }

    @Test
    public void whyADeliveryIsNotKeptIsLoggedInTheWordsOfTheStore() {
        List<String> lines = new ArrayList<>();
        Logger log = Logger.getLogger(Callbacks.class.getName());
        java.util.logging.Handler handler = new java.util.logging.Handler() {
            @Override
            public void publish(LogRecord line) {
                lines.add(line.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        log.addHandler(handler);
        try {
            sink.broken = true;
            post("/github", "delivery-3");
        } finally {
            log.removeHandler(handler);
        }
        assertThat(lines).singleElement().asString().endsWith(" why=\"main.db can't be written: disk full\"");
    }

    @Test
    public void callbacksOnlyTakePost() {
        HttpResponse get = get("/github");
        assertThat(get.status()).isEqualTo(405);
        assertThat(get.header("Allow")).contains("POST, OPTIONS");
        assertThat(ask("OPTIONS", "/github", null, Map.of(), "").status()).isEqualTo(204);
        assertThat(sink.kept).isEmpty();
    }

    @Test
    public void everythingElseIsOnlyRead() {
        for (String method : new String[] {"POST", "PUT", "DELETE", "PATCH", "BREW"}) {
            HttpResponse response = ask(method, "/queue/widget", null, Map.of(), "x");
            assertThat(response.status()).isEqualTo(405);
            assertThat(response.header("Allow")).contains("GET, HEAD, OPTIONS");
        }
        assertThat(ask("OPTIONS", "/", null, Map.of(), "").header("Allow")).contains("GET, HEAD, OPTIONS");
    }

    @Test
    public void whatTheOriginalOfferedAndThisVersionDoesNotIsNamed() {
        Map<String, String> addresses = Map.of(
                "/admin", "admin interface",
                "/admin/repo/widget", "admin interface",
                "/callback", "sign in with GitHub here",
                "/rollup", "sign in with GitHub here");
        addresses.forEach((path, name) -> {
            for (String method : new String[] {"GET", "POST", "PUT", "DELETE", "OPTIONS"}) {
                HttpResponse response = ask(method, path, "x=1", Map.of(), "x");
                assertThat(response.status()).as(method + path).isEqualTo(404);
                assertThat(response.header("Content-Type")).contains("application/json");
                assertThat(response.text())
                        .as(method + path)
                        .startsWith("{\"error\":\"")
                        .contains(name, "Offered are POST /github, and GET /api/queue/LABEL", "/metrics");
            }
        });
    }

    @Test
    public void whereNothingIsThereNothingIsReadOnlyEither() {
        for (String path : new String[] {
            "/nothing",
            "/queue",
            "/results/widget",
            "/results/widget/x",
            "/assets/x/Application.class",
            "/api",
            "/api/queue",
            "/api/pull/widget",
            "/api/health/x",
            "/github/x"
        }) {
            for (String method : new String[] {"POST", "PUT", "DELETE", "OPTIONS", "BREW"}) {
                HttpResponse response = ask(method, path, null, Map.of(), "x");
                assertThat(response.status()).as(method + path).isEqualTo(404);
                assertThat(response.text()).startsWith("{\"error\":\"There is nothing at this address. Offered are ");
            }
            assertThat(get(path).status()).as(path).isEqualTo(404);
        }
        for (String path : new String[] {"/", "/results/widget/110", "/api/queue/all", "/api/health", "/api/events"}) {
            assertThat(post(path, "x").status()).as(path).isEqualTo(405);
        }
    }

    @Test
    public void headIsGetWithoutItsBody() {
        HttpResponse get = get("/queue/widget");
        HttpResponse head = ask("HEAD", "/queue/widget", null, Map.of(), "");

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers()).isEqualTo(get.headers());
    }

    @Test
    public void everyAnswerCarriesTheSecurityHeaders() {
        for (String path : new String[] {
            "/",
            "/queue/all",
            "/queue/none",
            "/results/widget/110",
            "/api/health",
            "/github",
            "/%zz",
            "/assets/x/homu.js"
        }) {
            assertThat(get(path).headers())
                    .as(path)
                    .containsEntry(
                            "Content-Security-Policy",
                            "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'")
                    .containsEntry("X-Content-Type-Options", "nosniff")
                    .containsEntry("Referrer-Policy", "same-origin")
                    .containsKey("Cache-Control");
        }
    }

    @Test
    public void malformedEscapesAreA400() {
        for (String path : new String[] {"/%", "/queue/%zz", "/queue/%ff%fe", "/queue/a%00b", "/queue/%C0%AF"}) {
            assertThat(get(path).status()).as(path).isEqualTo(400);
        }
        HttpResponse api = get("/api/queue/%zz");
        assertThat(api.status()).isEqualTo(400);
        assertThat(api.header("Content-Type")).contains("application/json");
        assertThat(ask("GET", "/queue/widget", "q=%f", Map.of(), "").status()).isEqualTo(400);
    }

    @Test
    public void whatIsNotThereIsA404Page() {
        for (String path : new String[] {
            "/nothing",
            "/queue",
            "/results/widget",
            "/results/widget/x",
            "/results/widget/0",
            "/assets",
            "/assets/x/../y",
            "//"
        }) {
            HttpResponse response = get(path);
            assertThat(response.status()).as(path).isIn(404, 200);
            assertThat(response.status() == 200).as(path).isEqualTo(path.equals("//"));
            assertThat(response.text()).startsWith("<!doctype html>");
        }
        assertThat(get("/api/nothing").header("Content-Type")).contains("application/json");
    }

    @Test
    public void anUnknownLabelIsNamedTogetherWithTheKnownOnes() {
        HttpResponse page = get("/queue/widget+%3Cscript%3E");
        assertThat(page.status()).isEqualTo(404);
        assertThat(page.text()).contains("no repository called &lt;script&gt;. Configured are: widget, gadget.");
        assertThat(get("/api/queue/nope").text())
                .isEqualTo("{\"error\":\"There is no repository called nope. Configured are: widget, gadget.\"}");
        assertThat(get("/api/pull/nope/1").status()).isEqualTo(404);
        assertThat(get("/results/nope/1").status()).isEqualTo(404);
        assertThat(ask("GET", "/api/events", "queue=nope", Map.of(), "").status())
                .isEqualTo(404);
    }

    @Test
    public void theFirstPageListsTheCommandsThatAreOffered() {
        assertThat(get("/").text())
                .contains("<code>retry</code>", "<code>try</code>", "<code>squash</code>")
                .doesNotContain("HOOK");
    }

    @Test
    public void labelsMayHoldSlashesAndPluses() {
        try (Application other = Applications.over(new SampleReader(
                SampleQueues.state("acme/lib", 1, List.of(), List.of()),
                SampleQueues.state("c++", 1, List.of(), List.of())))) {
            for (String path : new String[] {"/queue/acme/lib", "/queue/acme%2Flib", "/queue/c++", "/queue/c%2B%2B"}) {
                assertThat(other.handle(HttpRequest.get(path, null)).join().status())
                        .as(path)
                        .isEqualTo(200);
            }
        }
    }

    @Test
    public void anUnchangedQueueIsA304() {
        for (String path :
                new String[] {"/", "/queue/widget", "/api/queue/widget", "/results/widget/110", "/api/pull/widget/110"
                }) {
            String tag = get(path).header("ETag").orElseThrow();
            HttpResponse again = ask("GET", path, null, Map.of("If-None-Match", tag), "");
            assertThat(again.status()).as(path).isEqualTo(304);
            assertThat(again.body()).isEmpty();
            assertThat(again.header("ETag")).contains(tag);

            reader.change(SampleQueues.with(reader.state("widget").orElseThrow(), SampleQueues.pull(500, "New")));
            assertThat(ask("GET", path, null, Map.of("If-None-Match", tag), "").status())
                    .as(path)
                    .isEqualTo(200);
        }
        String tag = get("/queue/widget").header("ETag").orElseThrow();
        assertThat(ask("GET", "/queue/widget", "q=x", Map.of("If-None-Match", tag), "")
                        .status())
                .isEqualTo(200);
    }

    @Test
    public void aPullRequestNobodyKnowsIsA404() {
        assertThat(get("/results/widget/4711").status()).isEqualTo(404);
        assertThat(get("/api/pull/widget/4711").status()).isEqualTo(404);
        assertThat(get("/api/pull/widget/99999999999").status()).isEqualTo(404);
    }

    @Test
    public void aStoreThatCannotBeReadIsA503() {
        reader.storeBroken = true;

        HttpResponse page = get("/results/widget/110");
        HttpResponse json = get("/api/pull/widget/110");

        assertThat(page.status()).isEqualTo(503);
        assertThat(page.header("Retry-After")).contains("5");
        assertThat(page.text()).contains("The store can&#39;t be read").doesNotContain("main.db");
        assertThat(json.status()).isEqualTo(503);
        assertThat(get("/queue/widget").status()).isEqualTo(200);
    }

    @Test
    public void healthTellsTroubleAndABrokenStore() {
        assertThat(get("/api/health").text())
                .startsWith("{\"status\":\"ok\",\"store\":null,\"repositories\":[{\"label\":\"widget\"");

        reader.trouble("gadget", "GitHub does not answer");
        HttpResponse degraded = get("/api/health");
        assertThat(degraded.status()).isEqualTo(200);
        assertThat(degraded.text()).startsWith("{\"status\":\"degraded\"").contains("GitHub does not answer");

        sink.broken = true;
        HttpResponse broken = get("/api/health");
        assertThat(broken.status()).isEqualTo(503);
        assertThat(broken.text()).contains("\"store\":\"main.db can't be written: disk full\"");
    }

    @Test
    public void theShellsOwnHandlersAreAsked() {
        assertThat(get("/metrics").text()).isEqualTo("homu_up 1");
    }

    @Test
    public void assetsAreKeptForGoodUnderTheirHashOnly() {
        String page = get("/").text();
        String path = page.replaceFirst("(?s).*<script src=\"([^\"]+)\".*", "$1");
        assertThat(path).matches("/assets/[0-9a-f]{16}/homu\\.js");
        assertThat(get(path).header("Cache-Control")).contains("public, max-age=31536000, immutable");
        assertThat(get(path).header("Content-Type")).contains("text/javascript; charset=utf-8");
        assertThat(get("/assets/0000000000000000/homu.js").header("Cache-Control"))
                .contains("no-cache");
        assertThat(get("/assets/x/Application.class").status()).isEqualTo(404);
    }

    @Test
    public void linksBeginWithTheContextPath() {
        HttpRequest request = new HttpRequest(
                "GET", "/queue/all", null, name -> Optional.empty(), new byte[0], "127.0.0.1", "/jenkins/homu");
        String page = application.handle(request).join().text();
        assertThat(page).contains("href=\"/jenkins/homu/results/widget/118\"");
        assertThat(page).doesNotContainPattern("(href|src|action)=\"/(?!jenkins/homu/)");
    }

    @Test
    public void longTextsAreCompressedForThoseWhoTakeIt() throws IOException {
        String plain = get("/queue/widget").text();
        for (String accepted : new String[] {"gzip", "br, gzip;q=0.5", "deflate, GZIP"}) {
            HttpResponse packed = ask("GET", "/queue/widget", null, Map.of("Accept-Encoding", accepted), "");
            assertThat(packed.header("Content-Encoding")).as(accepted).contains("gzip");
            assertThat(packed.header("Content-Length")).contains(Integer.toString(packed.body().length));
            assertThat(packed.header("Vary")).contains("Accept-Encoding");
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
                assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo(plain);
            }
        }
        for (String accepted : new String[] {"", "br", "gzip;q=0", "gzip; q=0.00", "identity"}) {
            assertThat(ask("GET", "/queue/widget", null, Map.of("Accept-Encoding", accepted), "")
                            .text())
                    .as(accepted)
                    .isEqualTo(plain);
        }
    }

    private HttpResponse get(String path) {
        return application.handle(HttpRequest.get(path, null)).join();
    }

    private HttpResponse post(String path, String body) {
        return ask("POST", path, null, Map.of(), body);
    }

    private HttpResponse ask(String method, String path, String query, Map<String, String> headers, String body) {
        return application
                .handle(new HttpRequest(
                        method,
                        path,
                        query,
                        name -> Optional.ofNullable(headers.get(name)),
                        body.getBytes(StandardCharsets.UTF_8),
                        "127.0.0.1",
                        ""))
                .join();
    }
}
