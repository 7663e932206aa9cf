package io.jenkins.plugins.homu.simulator;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Takes webhooks and remembers them. */
final class HookReceiver implements AutoCloseable {

    private final HttpServer server;
    private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
    private volatile int answer = 202;

    /** What came: headers by name in any case, and the raw body. */
    record Delivery(Map<String, String> headers, String body) {
        String event() {
            return headers.get("X-GitHub-Event");
        }
    }

    HookReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/", exchange -> {
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
            byte[] body = exchange.getRequestBody().readAllBytes();
            deliveries.add(new Delivery(headers, new String(body, StandardCharsets.UTF_8)));
            exchange.sendResponseHeaders(answer, -1);
            exchange.close();
        });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/github";
    }

    void answerWith(int status) {
        answer = status;
    }

    List<Delivery> deliveries() {
        return deliveries;
    }

    List<String> events() {
        return deliveries.stream().map(Delivery::event).toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
