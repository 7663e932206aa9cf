package io.jenkins.plugins.homu.github;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;

/** Answers requests on loopback with what it was told to answer, in that order, and keeps what it was asked. */
final class FakeApi implements AutoCloseable {
    /** @param headers by their lower-case names */
    record Seen(String method, String uri, Map<String, String> headers, String body) {
        String header(String name) {
            return headers.get(name.toLowerCase(Locale.ROOT));
        }
    }

    /** An answer. @param headers names and values in turn */
    record Answer(int status, String body, List<String> headers) {}

    private final Server server = new Server();
    private final ServerConnector connector;
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<Seen> seen = new ArrayList<>();

    FakeApi() {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendDateHeader(false);
        connector = new ServerConnector(server, new HttpConnectionFactory(configuration));
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws IOException {
                answer(request, response, callback);
                return true;
            }
        });
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    int port() {
        return connector.getLocalPort();
    }

    /** The last one stays for all requests that follow. */
    synchronized FakeApi then(int status, String body, String... headers) {
        answers.add(new Answer(status, body, List.of(headers)));
        return this;
    }

    synchronized List<Seen> seen() {
        return List.copyOf(seen);
    }

    private synchronized Answer next(Seen request) {
        seen.add(request);
        return answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
    }

    private void answer(Request request, Response response, Callback callback) throws IOException {
        Map<String, String> headers = new TreeMap<>();
        request.getHeaders().forEach(field -> headers.put(field.getLowerCaseName(), field.getValue()));
        String uri = request.getHttpURI().getPathQuery();
        String body = Content.Source.asString(request, StandardCharsets.UTF_8);
        Answer answer = next(new Seen(request.getMethod(), uri, headers, body));
        response.setStatus(answer.status);
        for (int i = 0; i < answer.headers.size(); i += 2) {
            response.getHeaders().add(answer.headers.get(i), answer.headers.get(i + 1));
        }
        Content.Sink.write(response, true, answer.body, callback);
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
