package io.jenkins.plugins.homu.jenkins;

import hudson.model.User;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import jenkins.security.ApiTokenProperty;

/** Asks for changes of the repositories of a Jenkins over HTTP, with API tokens. */
final class AdminClient {
    private final HttpClient client = HttpClient.newHttpClient();
    private final String jenkinsUrl;

    AdminClient(String jenkinsUrl) {
        this.jenkinsUrl = jenkinsUrl;
    }

    /** @param user empty: nobody */
    HttpResponse<String> ask(String user, String method, String path, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(jenkinsUrl + "homu/admin/repo" + path))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body));
        if (!user.isEmpty()) {
            String pair = user + ":" + token(user);
            request.header(
                    "Authorization",
                    "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static String token(String user) throws IOException {
        User known = User.getById(user, true);
        return known.getProperty(ApiTokenProperty.class).generateNewToken("test").plainValue;
    }
}
