package io.jenkins.plugins.homu.ci;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.homu.client.HttpClients;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.Proxies;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import okhttp3.Headers;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSource;
import okio.ByteString;

/** Asks services over HTTP. Follows no redirects, so that nobody else gets to see what we log in with. */
final class ServiceHttp implements AutoCloseable {
    private static final long LARGEST_ANSWER = 16L * 1024 * 1024;

    /** In seconds. Who waits for a service keeps merges waiting that have nothing to do with it. */
    private static final long LONGEST_REST = 60;

    private final OkHttpClient client;

    /** An answer, whatever its status. @param what names the call in messages */
    record Answer(String what, int status, Headers headers, ByteString body) {
        boolean isFine() {
            return status >= 200 && status < 300;
        }

        /** @throws GatewayException when it is none: something else answers there */
        JsonNode json(Set<String> left) throws GatewayException {
            try {
                return Json.read(body.toByteArray(), left);
            } catch (Malformed e) {
                throw GatewayException.permanent(
                        status,
                        what + ": the answer is not what it should be: " + e.getMessage() + ". Check the address");
            }
        }

        List<String> cookies() {
            return headers.values("Set-Cookie").stream()
                    .map(cookie -> cookie.split(";", 2)[0].strip())
                    .filter(cookie -> cookie.indexOf('=') > 0)
                    .toList();
        }

        /** What an answer that is not fine comes to. @param remedy what a person can do about it */
        GatewayException failure(String remedy) {
            String message = what + ": answered with status " + status;
            if (status == 429 || status >= 500) {
                return GatewayException.transientTrouble(status, message, retryAfter(), null);
            }
            return GatewayException.permanent(status, message + ". " + remedy);
        }

        private Optional<Duration> retryAfter() {
            return Optional.ofNullable(headers.get("Retry-After"))
                    .filter(value -> value.matches("[0-9]{1,6}"))
                    .map(value -> Duration.ofSeconds(Math.min(LONGEST_REST, Long.parseLong(value))));
        }
    }

    /** @param patience how long one call may take in all @param proxies through which services are reached */
    ServiceHttp(Duration patience, Proxies proxies) {
        client = HttpClients.builder(proxies, patience.dividedBy(2), patience).build();
    }

    /**
     * @param what names the call in messages, without a secret
     * @throws GatewayException when there is no answer
     */
    Answer send(String what, Request request) throws GatewayException {
        Request named =
                request.newBuilder().header("User-Agent", "homu-for-jenkins").build();
        try (Response response = client.newCall(named).execute()) {
            return new Answer(what, response.code(), response.headers(), bytes(response));
        } catch (IOException e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : Words.line(e.getMessage());
            throw GatewayException.transientTrouble(0, what + ": no answer: " + reason, Optional.empty(), e);
        }
    }

    private static ByteString bytes(Response response) throws IOException {
        ResponseBody body = response.body();
        if (body == null) {
            return ByteString.EMPTY;
        }
        BufferedSource source = body.source();
        if (source.request(LARGEST_ANSWER + 1)) {
            throw new IOException("the answer is larger than " + LARGEST_ANSWER + " bytes");
        }
        return source.readByteString();
    }

    @Override
    public void close() {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
