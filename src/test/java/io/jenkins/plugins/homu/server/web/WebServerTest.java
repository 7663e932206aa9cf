package io.jenkins.plugins.homu.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.homu.http.EventStream;
import io.jenkins.plugins.homu.http.HttpRequest;
import io.jenkins.plugins.homu.http.HttpResponse;
import io.jenkins.plugins.homu.testing.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/**
 * Jetty as it is set up here, by bytes on sockets. Long, because what misbehaving clients send, and what must come back, has
 * to be written out.
 */
public class WebServerTest {
    private final BlockingQueue<HttpRequest> seen = new LinkedBlockingQueue<>();
    private volatile CompletableFuture<HttpResponse> answer;
    private WebServer server;

    @Before
    public void start() throws IOException {
        server = WebServer.start(Optional.of("127.0.0.1"), 0, this::handle);
        answer = CompletableFuture.completedFuture(HttpResponse.of(200, "text/plain", "fine"));
    }

    @After
    public void stop() {
        server.close();
    }

    private CompletableFuture<HttpResponse> handle(HttpRequest request) {
        seen.add(request);
        return answer;
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        return socket;
    }

    /** Sends bytes as they are; the answer up to the end of the connection. */
    private String raw(String... parts) throws IOException {
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            for (String part : parts) {
                out.write(part.getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
            }
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private static String get(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    }

    @Test
    public void requestsComeThroughUndecoded() throws Exception {
        assertThat(raw(get("/queue/a%2Fb/../c;d?x=%20&y")))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .endsWith("\r\n\r\nfine");
        HttpRequest request = seen.take();
        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.rawPath()).isEqualTo("/queue/a%2Fb/../c;d");
        assertThat(request.rawQuery()).isEqualTo("x=%20&y");
        assertThat(request.header("hOST")).contains("x");
        assertThat(request.header("nothing")).isEmpty();
        assertThat(request.remoteAddress()).isEqualTo("127.0.0.1");
    }

    @Test
    public void bodiesComeThroughAsTheyAre() throws Exception {
        byte[] body = new byte[3_000_000];
        new Random(1).nextBytes(body);
        HttpClient client = HttpClient.newHttpClient();
        for (boolean chunked : new boolean[] {false, true}) {
            var publisher = chunked
                    ? java.net.http.HttpRequest.BodyPublishers.ofInputStream(
                            () -> new java.io.ByteArrayInputStream(body))
                    : java.net.http.HttpRequest.BodyPublishers.ofByteArray(body);
            var response = client.send(
                    java.net.http.HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/github"))
                            .version(HttpClient.Version.HTTP_1_1)
                            .POST(publisher)
                            .build(),
                    BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(seen.take().body()).isEqualTo(body);
        }
    }

    @Test
    public void aBodyOfExactlyTheLimitIsTakenAndOneByteMoreIsNot() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        for (int more = 0; more <= 1; more++) {
            byte[] body = new byte[HttpRequest.MAX_BODY + more];
            for (boolean chunked : new boolean[] {false, true}) {
                var publisher = chunked
                        ? java.net.http.HttpRequest.BodyPublishers.ofInputStream(
                                () -> new java.io.ByteArrayInputStream(body))
                        : java.net.http.HttpRequest.BodyPublishers.ofByteArray(body);
                var response = client.send(
                        java.net.http.HttpRequest.newBuilder(
                                        URI.create("http://127.0.0.1:" + server.port() + "/github"))
                                .version(HttpClient.Version.HTTP_1_1)
                                .POST(publisher)
                                .build(),
                        BodyHandlers.ofString());
                assertThat(response.statusCode()).isEqualTo(more == 0 ? 200 : 413);
                assertThat(seen.poll() != null).isEqualTo(more == 0);
            }
        }
    }

    @Test
    public void anAnnouncementBeyondAllMeasureIsRefusedAtOnce() throws Exception {
        String head = "POST /github HTTP/1.1\r\nHost: x\r\nContent-Length: ";
        assertThat(raw(head + "999999999999\r\n\r\n")).startsWith("HTTP/1.1 413 ");
        assertThat(raw(head + "26214401\r\nExpect: 100-continue\r\n\r\n")).startsWith("HTTP/1.1 413 ");
        assertThat(seen).isEmpty();
    }

    @Test
    public void whatIsNotHttpIsRefusedWithoutSayingMore() throws Exception {
        String host = "\r\nHost: x\r\nConnection: close\r\n";
        Map<String, Integer> refused = Map.ofEntries(
                Map.entry("nonsense\r\n\r\n", 400),
                Map.entry("GET / HTTP/1.1\r\n\r\n", 400),
                Map.entry("GET / HTTP/9.9" + host + "\r\n", 505),
                Map.entry("GET /%zz HTTP/1.1" + host + "\r\n", 400),
                Map.entry("GET /%ff%fe HTTP/1.1" + host + "\r\n", 400),
                Map.entry("GET / HTTP/1.1" + host + "X-Long: " + "x".repeat(20_000) + "\r\n\r\n", 431),
                Map.entry("GET / HTTP/1.1" + host + "a: b\r\n".repeat(10_000) + "\r\n", 431),
                Map.entry("GET /" + "x".repeat(20_000) + " HTTP/1.1" + host + "\r\n", 414),
                Map.entry("POST / HTTP/1.1" + host + "Content-Length: -1\r\n\r\n", 400),
                Map.entry("POST / HTTP/1.1" + host + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
                Map.entry("POST / HTTP/1.1" + host + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
                Map.entry("POST / HTTP/1.1" + host + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n", 400),
                Map.entry("CONNECT x:1 HTTP/1.1" + host + "\r\n", 400),
                Map.entry("OPTIONS * HTTP/1.1" + host + "\r\n", 400));
        for (Map.Entry<String, Integer> entry : refused.entrySet()) {
            String request = entry.getKey();
            String response = raw(request);
            String shown = request.substring(0, Math.min(60, request.length()));
            assertThat(response).as(shown).startsWith("HTTP/1.1 " + entry.getValue() + " ");
            assertThat(response)
                    .as(shown)
                    .contains("Content-Security-Policy: default-src 'self'")
                    .contains("X-Content-Type-Options: nosniff")
                    .contains("{\"error\":")
                    .doesNotContain("Jetty")
                    .doesNotContain("Exception");
        }
        assertThat(seen).isEmpty();
    }

    @Test
    public void unknownMethodsAreTheApplicationsToRefuse() throws Exception {
        answer = CompletableFuture.completedFuture(HttpResponse.error(405, "no"));
        assertThat(raw("BREW / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 405 ");
        assertThat(seen.take().method()).isEqualTo("BREW");
    }

    @Test
    public void aBodyThatBreaksOffReachesNobody() throws Exception {
        try (Socket socket = connect()) {
            socket.getOutputStream()
                    .write("POST /github HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc"
                            .getBytes(StandardCharsets.ISO_8859_1));
            socket.shutdownOutput();
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .matches(text -> text.isEmpty() || text.startsWith("HTTP/1.1 400 "));
        }
        assertThat(seen).isEmpty();
    }

    @Test
    public void faultsAreAnsweredWithoutTheirTrace() throws Exception {
        answer = CompletableFuture.failedFuture(new IllegalStateException("s3cret"));
        assertThat(raw(get("/")))
                .startsWith("HTTP/1.1 500 ")
                .doesNotContain("s3cret")
                .doesNotContain("Exception");
        server.close();
        server = WebServer.start(Optional.of("127.0.0.1"), 0, request -> {
            throw new IllegalStateException("s3cret");
        });
        assertThat(raw(get("/")))
                .startsWith("HTTP/1.1 500 ")
                .doesNotContain("s3cret")
                .doesNotContain("Exception");
    }

    @Test
    public void noThreadWaitsForAnAnswer() throws Exception {
        answer = new CompletableFuture<>();
        int connections = 200;
        Socket[] sockets = new Socket[connections];
        for (int i = 0; i < connections; i++) {
            sockets[i] = connect();
            sockets[i]
                    .getOutputStream()
                    .write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx"
                            .getBytes(StandardCharsets.ISO_8859_1));
        }
        for (int i = 0; i < connections; i++) {
            assertThat(seen.poll(20, TimeUnit.SECONDS)).isNotNull();
        }
        answer.complete(HttpResponse.of(202, "text/plain", ""));
        for (Socket socket : sockets) {
            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1))
                    .isEqualTo("HTTP/1.1 202");
            socket.close();
        }
    }

    @Test
    public void connectionsAreKept() throws Exception {
        try (Socket socket = connect()) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            for (int i = 0; i < 3; i++) {
                socket.getOutputStream()
                        .write("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
                assertThat(in.readLine()).isEqualTo("HTTP/1.1 200 OK");
                while (!in.readLine().isEmpty()) {
                    // Headers until the empty line; there is no body.
                }
            }
        }
    }

    @Test
    public void eventsGoOutAtOnceUntilTheReaderIsGone() throws Exception {
        CompletableFuture<EventStream> opened = new CompletableFuture<>();
        answer = CompletableFuture.completedFuture(new HttpResponse(
                200,
                Map.of("Content-Type", "text/event-stream"),
                new byte[0],
                Optional.of(opened::complete),
                Optional.empty()));
        CountDownLatch gone = new CountDownLatch(1);
        try (Socket socket = connect()) {
            socket.getOutputStream().write(get("/api/events").getBytes(StandardCharsets.ISO_8859_1));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            EventStream stream = opened.get(20, TimeUnit.SECONDS);
            stream.onClose(gone::countDown);
            assertThat(in.readLine()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(stream.offer("data: größer\n\n")).isTrue();
            assertThat(in.lines().filter(line -> line.startsWith("data")).findFirst())
                    .contains("data: größer");
        }
        EventStream stream = opened.get();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (stream.offer("data: more\n\n") && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
        CountDownLatch late = new CountDownLatch(1);
        stream.onClose(late::countDown);
        assertThat(late.getCount()).isZero();
    }

    @Test
    public void aReaderWhoDoesNotReadIsLeftBehind() throws Exception {
        CompletableFuture<EventStream> opened = new CompletableFuture<>();
        answer = CompletableFuture.completedFuture(new HttpResponse(
                200,
                Map.of("Content-Type", "text/event-stream"),
                new byte[0],
                Optional.of(opened::complete),
                Optional.empty()));
        try (Socket socket = connect()) {
            socket.getOutputStream().write(get("/api/events").getBytes(StandardCharsets.ISO_8859_1));
            EventStream stream = opened.get(20, TimeUnit.SECONDS);
            String text = "data: " + "x".repeat(10_000) + "\n\n";
            int taken = 0;
            while (stream.offer(text)) {
                taken++;
                assertThat(taken).isLessThan(100_000);
            }
        }
    }

    @Test
    public void aClosedStreamEndsTheAnswer() throws Exception {
        answer = CompletableFuture.completedFuture(new HttpResponse(
                200,
                Map.of(),
                new byte[0],
                Optional.of(stream -> {
                    stream.offer("a");
                    stream.offer("b");
                    stream.close();
                    stream.close();
                }),
                Optional.empty()));
        assertThat(raw(get("/api/events")))
                .startsWith("HTTP/1.1 200 OK")
                .contains("a")
                .contains("b");
    }

    @Test
    public void aPortInUseIsExplained() throws Exception {
        assertThatThrownBy(() -> WebServer.start(Optional.of("127.0.0.1"), server.port(), this::handle))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("can't listen on 127.0.0.1, port " + server.port() + ": ")
                .hasMessageEndingWith("; end the process that does, or set another [web] host or port");
        assertThatThrownBy(() -> WebServer.start(Optional.of("no-such-host.invalid"), 0, this::handle))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("there is no such host; correct [web] host");
    }

    @Test
    public void stoppingWaitsForRequestsUnderWay() throws Exception {
        answer = new CompletableFuture<>();
        try (Socket socket = connect()) {
            socket.getOutputStream().write(get("/").getBytes(StandardCharsets.ISO_8859_1));
            assertThat(seen.poll(20, TimeUnit.SECONDS)).isNotNull();
            Thread stopping = new Thread(server::close);
            stopping.start();
            answer.complete(HttpResponse.of(200, "text/plain", "late"));
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1))
                    .endsWith("late");
            stopping.join();
        }
    }

    /** Sends one byte after another until the other side has had enough; the answer, if any. */
    private String trickle(String begin, String more) throws IOException {
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(begin.getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            socket.setSoTimeout(100);
            StringBuilder answer = new StringBuilder();
            while (System.nanoTime() - end < 0) {
                try {
                    int read = in.read();
                    if (read < 0) {
                        return answer.toString();
                    }
                    answer.append((char) read);
                } catch (SocketTimeoutException e) {
                    // Nothing was said yet: the next byte.
                    out.write(more.getBytes(StandardCharsets.ISO_8859_1));
                }
            }
            throw new AssertionError("The connection is still open after 20 s");
        } catch (SocketException e) {
            return "";
        }
    }

    @Test
    public void whoTricklesIsShownTheDoor() throws Exception {
        server.close();
        server = WebServer.start(
                Optional.of("127.0.0.1"),
                0,
                this::handle,
                new WebServer.Limits(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), 1000));
        assertThat(trickle("GET / HTTP/1.1\r\nHost: x\r\nX-A: ", "a")).isEmpty();
        assertThat(trickle("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n", "a"))
                .startsWith("HTTP/1.1 408 ");
        assertThat(raw("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\na"))
                .startsWith("HTTP/1.1 408 ");
        assertThat(raw("POST / HTTP/1.1\r\nHo")).matches(text -> text.isEmpty() || text.startsWith("HTTP/1.1 408 "));
        assertThat(seen).isEmpty();
        try (Socket idle = connect()) {
            assertThat(idle.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    public void anAnswerMayTakeLongerThanAConnectionMayBeIdle() throws Exception {
        server.close();
        server = WebServer.start(
                Optional.of("127.0.0.1"),
                0,
                this::handle,
                new WebServer.Limits(Duration.ofMillis(200), Duration.ofMillis(200), Duration.ofMillis(200), 1000));
        answer = new CompletableFuture<HttpResponse>()
                .completeOnTimeout(HttpResponse.of(202, "text/plain", "late"), 1500, TimeUnit.MILLISECONDS);
        assertThat(raw("POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 1\r\n\r\na"))
                .startsWith("HTTP/1.1 202 ")
                .endsWith("late");
    }

    @Test
    public void allBodiesTogetherAreBounded() throws Exception {
        server.close();
        server = WebServer.start(
                Optional.of("127.0.0.1"),
                0,
                this::handle,
                new WebServer.Limits(Duration.ofSeconds(9), Duration.ofSeconds(9), Duration.ofSeconds(9), 1000));
        String post = "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ";
        assertThat(raw(post + "2000\r\n\r\n" + "x".repeat(2000)))
                .startsWith("HTTP/1.1 503 ")
                .contains("Retry-After: 5");
        for (int i = 0; i < 5; i++) {
            // What is given back is given back right after the answer, which the next request may come before.
            Await.until(() -> isTaken(post, 900));
            assertThat(seen.take().body()).hasSize(900);
        }
        // While one is held, the next has to come again.
        CompletableFuture<HttpResponse> late = new CompletableFuture<>();
        answer = late;
        try (Socket first = connect()) {
            first.getOutputStream()
                    .write((post + "900\r\n\r\n" + "x".repeat(900)).getBytes(StandardCharsets.ISO_8859_1));
            seen.take();
            assertThat(raw(post + "900\r\n\r\n" + "x".repeat(900))).startsWith("HTTP/1.1 503 ");
            late.complete(HttpResponse.of(200, "text/plain", "fine"));
            assertThat(new String(first.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .endsWith("fine");
        }
        Await.until(() -> isTaken(post, 900));
    }

    private boolean isTaken(String head, int length) {
        try {
            return raw(head + length + "\r\n\r\n" + "x".repeat(length)).startsWith("HTTP/1.1 200 ");
        } catch (IOException e) {
            throw new AssertionError("The server is gone", e);
        }
    }
}
