package io.jenkins.plugins.homu.github;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.homu.port.GatewayException;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSource;

/**
 * An OAuth application on GitHub, by which people in a browser tell us who they are. See GitHub's "Authorizing OAuth
 * apps", web application flow.
 */
public final class OAuthApp implements AutoCloseable {
    /** The status of the exception when a code was used before, made up or too old. */
    public static final int BAD_CODE = 400;

    private static final long LARGEST_ANSWER = 64 * 1024;

    private final GitHubSettings settings;
    private final HttpUrl html;
    private final String id;
    private final String secret;
    private final OkHttpClient client;

    /** @param htmlUrl of GitHub's pages, where people sign in */
    public OAuthApp(GitHubSettings settings, URI htmlUrl, String id, String secret) {
        this.settings = settings;
        this.html = HttpUrl.get(htmlUrl.toString());
        this.id = id;
        this.secret = secret;
        this.client = Transport.client(settings);
    }

    /** Where a browser is sent to. @param scope what we want to be allowed; empty: to know the login only */
    public String authorizeUrl(String state, String scope) {
        HttpUrl.Builder url = html.newBuilder()
                .addPathSegments("login/oauth/authorize")
                .addQueryParameter("client_id", id)
                .addQueryParameter("state", state)
                .addQueryParameter("allow_signup", "false");
        if (!scope.isEmpty()) {
            url.addQueryParameter("scope", scope);
        }
        return url.build().toString();
    }

    /** The same GitHub for the one whom a code is of. @throws GatewayException when GitHub does not take the code */
    public GitHubSettings settingsFor(String code) throws GatewayException {
        Request request = new Request.Builder()
                .url(html.newBuilder()
                        .addPathSegments("login/oauth/access_token")
                        .build())
                .header("Accept", "application/json")
                .header("User-Agent", "homu")
                .post(new FormBody.Builder()
                        .add("client_id", id)
                        .add("client_secret", secret)
                        .add("code", code)
                        .build())
                .build();
        try (Response response = client.newCall(request).execute()) {
            return settings.withCredentials(new GitHubCredentials.Token(token(response)));
        } catch (IOException e) {
            throw GatewayException.transientTrouble(
                    0, "GitHub can't be asked who signed in: " + e.getMessage(), Optional.empty(), e);
        } catch (IllegalArgumentException e) {
            throw GatewayException.permanent(0, "GitHub answered with what can't be a token");
        }
    }

    private static String token(Response response) throws IOException, GatewayException {
        ResponseBody body = response.body();
        BufferedSource source = body.source();
        if (source.request(LARGEST_ANSWER)) {
            throw GatewayException.permanent(response.code(), "GitHub's answer to a sign-in is too long");
        }
        JsonNode json;
        try {
            json = ApiResponse.MAPPER.readTree(source.readByteArray());
        } catch (JsonProcessingException e) {
            // Its message would quote the answer, which may hold a token.
            throw GatewayException.permanent(
                    response.code(), "GitHub's answer to a sign-in (" + response.code() + ") is not JSON");
        }
        String token = json.path("access_token").asText("");
        if (json.path("error").asText().equals("bad_verification_code")) {
            throw GatewayException.permanent(
                    BAD_CODE, "GitHub does not take the sign-in: it was used before, or is too old");
        }
        if (token.isEmpty()) {
            throw GatewayException.permanent(
                    response.code(),
                    "GitHub does not take the sign-in: "
                            + ApiResponse.oneLine(json.path("error_description")
                                    .asText(json.path("error").asText("no reason given"))));
        }
        return token;
    }

    /** Gives up connections. */
    @Override
    public void close() {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }

    @Override
    public String toString() {
        return "OAuth application " + id;
    }
}
