package io.jenkins.plugins.homu.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.HookCaller;
import io.jenkins.plugins.homu.port.HttpProxy;
import io.jenkins.plugins.homu.port.Proxies;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** Hooks are called over real HTTP. */
public class HttpHooksTest {
    private record Seen(
            String method, String query, String key, String repository, String type, String login, String body) {}

    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private HttpServer server;
    private HttpHooks hooks;
    private volatile int status = 200;
    private volatile byte[] answer = "Deployed\n".getBytes(StandardCharsets.UTF_8);
    private volatile boolean hangs;

    @Before
    public void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/deploy?token=secret");
        hooks = new HttpHooks(() -> Map.of("deploy", endpoint), Proxies.SYSTEM, Duration.ofSeconds(1));
    }

    private void answer(HttpExchange exchange) throws IOException {
        seen.add(new Seen(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getQuery(),
                exchange.getRequestHeaders().getFirst("Idempotency-Key"),
                exchange.getRequestHeaders().getFirst("X-Homu-Repository"),
                exchange.getRequestHeaders().getFirst("Content-Type"),
                exchange.getRequestHeaders().getFirst("Proxy-Authorization"),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        if (hangs) {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (status / 100 == 3) {
            exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/elsewhere");
        }
        exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    @After
    public void stop() {
        end.countDown();
        hooks.close();
        server.stop(0);
        threads.shutdownNow();
    }

    private static HookCaller.Call call(String hook, Optional<String> data) {
        return new HookCaller.Call(new RepositoryId("acme", "widget"), hook, 7, "@homu deploy \"x\"\n", data, "key-1");
    }

    private GatewayException failure(String hook) {
        try {
            hooks.call(call(hook, Optional.empty()));
            throw new AssertionError("It succeeded");
        } catch (GatewayException e) {
            return e;
        }
    }

    /** The server stands for a proxy, which is asked for the whole address. */
    private HttpHooks throughProxy() {
        HttpProxy proxy =
                new HttpProxy("127.0.0.1", server.getAddress().getPort(), Optional.of("me"), Optional.of("pw"));
        return new HttpHooks(
                () -> Map.of("deploy", URI.create("http://hooks.example/deploy")),
                Proxies.through(proxy, List.of()),
                Duration.ofSeconds(5));
    }

    @Test
    public void aProxyIsShownItsPasswordUnaskedSoThatTheCallIsSentOnce() throws Exception {
        try (HttpHooks far = throughProxy()) {
            assertThat(far.call(call("deploy", Optional.empty()))).isEqualTo("Deployed\n");
        }
        assertThat(seen).singleElement().satisfies(one -> assertThat(one.login())
                .isEqualTo("Basic bWU6cHc="));
    }

    @Test
    public void aProxyThatRefusesUsIsTriedAgainLater() {
        status = 407;
        try (HttpHooks far = throughProxy()) {
            assertThatThrownBy(() -> far.call(call("deploy", Optional.empty())))
                    .isInstanceOfSatisfying(GatewayException.class, refusal -> {
                        assertThat(refusal.isTransient()).isTrue();
                        assertThat(refusal)
                                .hasMessageContaining("the proxy on the way to it wants another login (407)");
                    });
        }
    }

    @Test
    public void theForksJsonIsPosted() throws Exception {
        assertThat(hooks.call(call("deploy", Optional.of("staging")))).isEqualTo("Deployed\n");
        Seen one = seen.get(0);
        assertThat(one.method()).isEqualTo("POST");
        assertThat(one.query()).isEqualTo("token=secret");
        assertThat(one.key()).isEqualTo("key-1");
        assertThat(one.repository()).isEqualTo("acme/widget");
        assertThat(one.type()).startsWith("application/json");
        JsonNode body = new ObjectMapper().readTree(one.body());
        assertThat(body.path("pull").intValue()).isEqualTo(7);
        assertThat(body.path("body").textValue()).isEqualTo("@homu deploy \"x\"\n");
        assertThat(body.path("extra_data").textValue()).isEqualTo("staging");
        assertThat(body).hasSize(3);
    }

    @Test
    public void withoutDataTheFieldIsNull() throws Exception {
        hooks.call(call("deploy", Optional.empty()));
        assertThat(new ObjectMapper()
                        .readTree(seen.get(0).body())
                        .path("extra_data")
                        .isNull())
                .isTrue();
    }

    @Test
    public void ofALongAnswerTheBeginningIsRead() throws Exception {
        answer = "x".repeat(1_000_000).getBytes(StandardCharsets.UTF_8);
        assertThat(hooks.call(call("deploy", Optional.empty()))).hasSize(64 * 1024);
    }

    @Test
    public void anEmptyAnswerIsOne() throws Exception {
        status = 204;
        answer = new byte[0];
        assertThat(hooks.call(call("deploy", Optional.empty()))).isEmpty();
    }

    @Test
    public void aRedirectIsNotFollowed() {
        status = 307;
        GatewayException e = failure("deploy");
        assertThat(e.isTransient()).isFalse();
        assertThat(e.getMessage()).contains("307", "redirect").doesNotContain("127.0.0.1");
        assertThat(seen).hasSize(1);
    }

    @Test
    public void aRefusalIsTold() {
        status = 404;
        assertThat(failure("deploy").isTransient()).isFalse();
        status = 500;
        assertThat(failure("deploy")).hasMessage("it answered 500");
    }

    @Test
    public void whoAsksToComeLaterIsAskedLater() {
        status = 503;
        assertThat(failure("deploy").isTransient()).isTrue();
    }

    @Test
    public void whatMayHaveRunIsNotCalledAgain() {
        hangs = true;
        GatewayException e = failure("deploy");
        assertThat(e.isTransient()).isFalse();
        assertThat(e.getMessage()).contains("may have run");
    }

    /** As simple servers do: they close after each answer, without saying so. */
    @Test
    public void callAfterOneThatTheOtherSideClosedIsMade() throws Exception {
        try (ServerSocket simple = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                HttpHooks these = hooksAt(simple)) {
            threads.execute(() -> answerAndClose(simple, "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nOK"));
            assertThat(these.call(call("deploy", Optional.empty()))).isEqualTo("OK");
            assertThat(these.call(call("deploy", Optional.empty()))).isEqualTo("OK");
        }
    }

    @Test
    public void brokenConnectionIsNotCalledALongWait() throws Exception {
        try (ServerSocket simple = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                HttpHooks these = hooksAt(simple)) {
            threads.execute(() -> answerAndClose(simple, "HTTP/1.0 200 OK\r\nContent-Length: 200\r\n\r\nOK"));
            assertThatThrownBy(() -> these.call(call("deploy", Optional.empty())))
                    .hasMessage("the connection broke before an answer was complete; it may have run all the same");
        }
    }

    private static HttpHooks hooksAt(ServerSocket socket) {
        URI endpoint = URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/deploy");
        return new HttpHooks(() -> Map.of("deploy", endpoint), Proxies.SYSTEM, Duration.ofSeconds(10));
    }

    private static void answerAndClose(ServerSocket server, String answer) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                int length = 0;
                for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                    if (line.startsWith("Content-Length: ")) {
                        length = Integer.parseInt(line.substring("Content-Length: ".length()));
                    }
                }
                while (length > 0 && in.read() >= 0) {
                    length--;
                }
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // The test is over; were it not, it would show in what the caller gets.
                return;
            }
        }
    }

    @Test
    public void whatCantBeReachedIsCalledAgainAndNamesNoAddress() {
        int port = server.getAddress().getPort();
        server.stop(0);
        GatewayException e = failure("deploy");
        assertThat(e.isTransient()).isTrue();
        assertThat(e.getMessage())
                .doesNotContain("127.0.0.1")
                .doesNotContain(String.valueOf(port))
                .doesNotContain("secret");
    }

    @Test
    public void oneThatIsNotConfiguredAnyMoreIsToldAsThat() {
        assertThatThrownBy(() -> hooks.call(call("gone", Optional.empty())))
                .isInstanceOf(GatewayException.class)
                .hasMessage("it is not configured any more");
    }
}
