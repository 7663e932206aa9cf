package io.jenkins.plugins.homu.client;

import io.jenkins.plugins.homu.port.Proxies;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okhttp3.Request;

/** Clients for HTTP that follow no redirects, take the configured proxies, and end each call in time. */
public final class HttpClients {
    private HttpClients() {}

    /**
     * Requests that carry a {@link SendWatch} as a tag are watched by it.
     *
     * @param connect how long making a connection may take
     * @param call how long all of a call may take
     */
    public static OkHttpClient.Builder builder(Proxies proxies, Duration connect, Duration call) {
        return new OkHttpClient.Builder()
                .followRedirects(false)
                .followSslRedirects(false)
                .connectTimeout(connect.toMillis(), TimeUnit.MILLISECONDS)
                .readTimeout(call.toMillis(), TimeUnit.MILLISECONDS)
                .writeTimeout(call.toMillis(), TimeUnit.MILLISECONDS)
                .callTimeout(call.toMillis(), TimeUnit.MILLISECONDS)
                .eventListenerFactory(sent -> {
                    SendWatch watch = sent.request().tag(SendWatch.class);
                    return watch == null ? EventListener.NONE : watch;
                })
                .proxySelector(proxies.selector())
                .addInterceptor(chain -> chain.proceed(
                        chain.request().isHttps()
                                ? chain.request()
                                // Unasked: what must not be sent twice would end with the proxy's question.
                                : shownToProxy(chain.request(), proxies).orElse(chain.request())))
                .proxyAuthenticator((route, response) ->
                        shownToProxy(response.request(), proxies).orElse(null));
    }

    /** Empty: a proxy is shown nothing, or nothing that it was not shown already. */
    private static Optional<Request> shownToProxy(Request request, Proxies proxies) {
        return proxies.authorization(request.url().uri(), request.header("Proxy-Authorization"))
                .map(shown -> request.newBuilder()
                        .header("Proxy-Authorization", shown)
                        .build());
    }
}
