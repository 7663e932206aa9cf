package io.jenkins.plugins.homu.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** A bare HTTP client for the simulator's own tests; it knows nothing of GitHub but the form of a token. */
final class ApiClient {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final String root;
    private final String token;

    ApiClient(GitHubSimulator github, String token) {
        this.root = github.apiUrl();
        this.token = token;
    }

    /** An answer with its body as text. */
    record Answer(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        JsonNode json() throws IOException {
            return JSON.readTree(response.body());
        }

        String message() throws IOException {
            return json().path("message").asText();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }
    }

    Answer get(String path, String... headers) throws Exception {
        return send("GET", path, null, headers);
    }

    Answer post(String path, Object body) throws Exception {
        return send("POST", path, body);
    }

    Answer patch(String path, Object body) throws Exception {
        return send("PATCH", path, body);
    }

    Answer put(String path, Object body) throws Exception {
        return send("PUT", path, body);
    }

    Answer delete(String path) throws Exception {
        return send("DELETE", path, null);
    }

    private Answer send(String method, String path, Object body, String... headers) throws Exception {
        HttpRequest.BodyPublisher publisher = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(path.startsWith("http") ? path : root + path))
                .method(method, publisher);
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (token != null) {
            request.header("Authorization", "token " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return new Answer(HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    }
}
