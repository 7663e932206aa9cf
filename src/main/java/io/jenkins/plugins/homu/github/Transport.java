package io.jenkins.plugins.homu.github;

import io.jenkins.plugins.homu.client.HttpClients;
import io.jenkins.plugins.homu.client.SendWatch;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.port.GatewayException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSink;
import okio.BufferedSource;
import okio.ByteString;

/** Exchanges one request and its answer, with our headers; follows redirects, but never to another host. */
final class Transport implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Transport.class.getName());
    private static final MediaType JSON = MediaType.get("application/json; charset=utf-8");
    private static final long LARGEST_ANSWER = 32L * 1024 * 1024;
    private static final int MOST_REDIRECTS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 307, 308);

    /** An answer, whatever its status. */
    record Answer(HttpUrl url, int status, Headers headers, ByteString body) {}

    /** No answer. @param sent whether GitHub may have got the request */
    static final class Failure extends Exception {
        private static final long serialVersionUID = 1L;
        private final boolean sent;

        Failure(IOException cause, boolean sent) {
            super(cause);
            this.sent = sent;
        }

        boolean sent() {
            return sent;
        }

        /** Asking again would bring the same. */
        boolean tooLarge() {
            return getCause() instanceof TooLarge;
        }

        String reason() {
            String message = getCause().getMessage();
            return message == null ? getCause().getClass().getSimpleName() : ApiResponse.oneLine(message);
        }
    }

    /** GitHub's answer is more than we take into memory. */
    private static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        TooLarge() {
            super("the answer is larger than " + LARGEST_ANSWER + " bytes");
        }
    }

    private final OkHttpClient client;
    private final HttpUrl restRoot;
    private final HttpUrl graphQlUrl;

    Transport(GitHubSettings settings) {
        restRoot = HttpUrl.get(settings.apiUrl().toString());
        graphQlUrl = HttpUrl.get(settings.graphqlUrl().toString());
        client = client(settings);
        if (!restRoot.isHttps() && !isLoopback(restRoot.host())) {
            LOG.log(
                    Level.WARNING,
                    LogLine.of("credentials_unprotected")
                            .with("api_url", settings.apiUrl())
                            .with("remedy", "use https")
                            .toString());
        }
    }

    /** With the settings' proxies and time-outs; follows no redirects. */
    static OkHttpClient client(GitHubSettings settings) {
        return HttpClients.builder(settings.proxies(), settings.connectTimeout(), settings.callTimeout())
                .build();
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
    }

    HttpUrl urlOf(ApiCall call) throws GatewayException {
        return call.url(restRoot, graphQlUrl);
    }

    /** The number in the address of a repository, to which GitHub sends on whoever asks by an earlier name. */
    Optional<Long> repositoryNumber(HttpUrl url) {
        List<String> root = restRoot.pathSegments().stream()
                .filter(segment -> !segment.isEmpty())
                .toList();
        List<String> path = url.pathSegments();
        boolean isNumbered = path.size() >= root.size() + 2
                && path.subList(0, root.size()).equals(root)
                && path.get(root.size()).equals("repositories")
                && path.get(root.size() + 1).matches("[0-9]{1,18}");
        return isNumbered ? Optional.of(Long.parseLong(path.get(root.size() + 1))) : Optional.empty();
    }

    /** Whether an address belongs to the API itself, so that it may be shown our credentials. */
    boolean isOurs(HttpUrl url) {
        return sameHost(url, restRoot) || sameHost(url, graphQlUrl);
    }

    private static boolean sameHost(HttpUrl one, HttpUrl other) {
        return one.scheme().equals(other.scheme()) && one.host().equals(other.host()) && one.port() == other.port();
    }

    /** @param etag what was seen before; null: nothing */
    Answer exchange(ApiCall call, HttpUrl url, Tokens.Bearer bearer, String etag) throws Failure, GatewayException {
        HttpUrl target = url;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            if (!isOurs(target)) {
                throw GatewayException.permanent(
                        0,
                        call.kind() + ": GitHub sends us to another host, " + ApiResponse.oneLine(target.host())
                                + ", which must not see our credentials. Check api_url");
            }
            Answer answer = once(call, target, bearer, etag);
            String location = answer.headers().get("Location");
            if (!REDIRECTS.contains(answer.status()) || location == null) {
                return answer;
            }
            HttpUrl next = target.resolve(location);
            if (next == null) {
                return answer;
            }
            target = next;
        }
        throw GatewayException.permanent(0, call.kind() + ": GitHub redirects in a circle. Check api_url");
    }

    private Answer once(ApiCall call, HttpUrl url, Tokens.Bearer bearer, String etag) throws Failure {
        SendWatch watch = new SendWatch();
        Request.Builder request = new Request.Builder()
                .url(url)
                .tag(SendWatch.class, watch)
                .header("Accept", "application/vnd.github+json")
                .header("X-GitHub-Api-Version", "2022-11-28")
                .header("User-Agent", "homu-for-jenkins")
                .header("Authorization", "Bearer " + bearer.value())
                .method(call.method(), call.method().equals("GET") ? null : new Body(bytes(call), !call.safe()));
        if (etag != null) {
            request.header("If-None-Match", etag);
        }
        try (Response response = client.newCall(request.build()).execute()) {
            return new Answer(url, response.code(), response.headers(), bytes(response));
        } catch (IOException e) {
            throw new Failure(e, watch.isSent());
        }
    }

    private static byte[] bytes(ApiCall call) {
        return call.body() == null ? new byte[0] : call.body().toString().getBytes(StandardCharsets.UTF_8);
    }

    private static ByteString bytes(Response response) throws IOException {
        ResponseBody body = response.body();
        if (body == null) {
            return ByteString.EMPTY;
        }
        BufferedSource source = body.source();
        if (source.request(LARGEST_ANSWER + 1)) {
            throw new TooLarge();
        }
        return source.readByteString();
    }

    /** A body that OkHttp itself never sends twice where that could do something twice. */
    private static final class Body extends RequestBody {
        private final byte[] bytes;
        private final boolean once;

        Body(byte[] bytes, boolean once) {
            this.bytes = bytes;
            this.once = once;
        }

        @Override
        public MediaType contentType() {
            return bytes.length == 0 ? null : JSON;
        }

        @Override
        public long contentLength() {
            return bytes.length;
        }

        @Override
        public boolean isOneShot() {
            return once;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            sink.write(bytes);
        }
    }

    @Override
    public void close() {
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
