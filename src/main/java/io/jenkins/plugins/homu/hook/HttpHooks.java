package io.jenkins.plugins.homu.hook;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.client.HttpClients;
import io.jenkins.plugins.homu.client.SendWatch;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.HookCaller;
import io.jenkins.plugins.homu.port.Proxies;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.Buffer;
import okio.BufferedSource;

/**
 * Calls hooks by HTTP: POSTs the Rust fork's JSON, {@code {"pull", "body", "extra_data"}}. Follows no redirect, waits for so
 * long at most, and reads no more of an answer than a comment can hold.
 */
public final class HttpHooks implements HookCaller, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(HttpHooks.class.getName());
    private static final MediaType JSON = MediaType.get("application/json; charset=utf-8");
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration CALL = Duration.ofSeconds(60);
    private static final long LONGEST_ANSWER = 64L * 1024;

    private final Supplier<Map<String, URI>> endpoints;
    private final OkHttpClient client;

    /** @param endpoints by the hooks' names, as they are configured at the moment @param proxies through which they are reached */
    public HttpHooks(Supplier<Map<String, URI>> endpoints, Proxies proxies) {
        this(endpoints, proxies, CALL);
    }

    HttpHooks(Supplier<Map<String, URI>> endpoints, Proxies proxies, Duration longest) {
        this.endpoints = endpoints;
        this.client = HttpClients.builder(proxies, CONNECT, longest)
                .retryOnConnectionFailure(false)
                .build();
    }

    @Override
    public String call(HookCaller.Call call) throws GatewayException {
        URI endpoint = endpoints.get().get(call.hook());
        if (endpoint == null) {
            throw GatewayException.permanent(0, "it is not configured any more");
        }
        SendWatch watch = new SendWatch();
        Request request = new Request.Builder()
                .url(endpoint.toString())
                .header("User-Agent", "Homu")
                // One that is kept open may be closed by the other side just when it is used again: was the hook
                // called?
                .header("Connection", "close")
                .header("Idempotency-Key", call.key())
                .header("X-Homu-Repository", call.repository().toString())
                .post(RequestBody.create(json(call), JSON))
                .tag(SendWatch.class, watch)
                .build();
        try (Response response = client.newCall(request).execute()) {
            String text = text(response);
            refuseFailure(response);
            return text;
        } catch (IOException e) {
            // The reason may name an internal host, which is nobody's affair on GitHub.
            LOG.log(
                    System.Logger.Level.WARNING,
                    LogLine.of("hook-failed")
                            .with("hook", call.hook())
                            .with("host", endpoint.getHost())
                            .with("why", String.valueOf(e.getMessage()))
                            .toString());
            if (!watch.isSent()) {
                throw GatewayException.transientTrouble(0, "it can't be reached", Optional.empty(), e);
            }
            throw GatewayException.permanent(
                    0,
                    (e instanceof InterruptedIOException
                                    ? "no complete answer came within " + CALL.toSeconds() + " seconds"
                                    : "the connection broke before an answer was complete")
                            + "; it may have run all the same");
        }
    }

    private static void refuseFailure(Response response) throws GatewayException {
        int status = response.code();
        if (status / 100 == 2) {
            return;
        }
        if (status == 407) {
            throw GatewayException.transientTrouble(
                    status, "the proxy on the way to it wants another login (407)", Optional.empty(), null);
        }
        if (status == 429 || status == 503) {
            throw GatewayException.transientTrouble(
                    status, "it answered " + status + ", which asks to come again later", Optional.empty(), null);
        }
        throw GatewayException.permanent(
                status,
                status / 100 == 3
                        ? "it answered " + status + ", a redirect, which is not followed"
                        : "it answered " + status);
    }

    /** What is beyond the limit is not read. */
    private static String text(Response response) throws IOException {
        if (response.body() == null) {
            return "";
        }
        BufferedSource source = response.body().source();
        Buffer kept = new Buffer();
        while (kept.size() < LONGEST_ANSWER) {
            if (source.read(kept, LONGEST_ANSWER - kept.size()) < 0) {
                break;
            }
        }
        return kept.readString(StandardCharsets.UTF_8);
    }

    private static byte[] json(HookCaller.Call call) {
        ObjectNode body = JsonNodeFactory.instance
                .objectNode()
                .put("pull", call.number())
                .put("body", call.body())
                .put("extra_data", call.extraData().orElse(null));
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
