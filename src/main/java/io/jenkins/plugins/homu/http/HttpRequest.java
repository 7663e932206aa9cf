package io.jenkins.plugins.homu.http;

import java.util.Optional;
import java.util.function.Function;

/**
 * A request as a shell hands it over: nothing in it is decoded or trusted yet.
 *
 * @param method in upper case, such as {@code GET}
 * @param rawPath the path beneath {@code contextPath}, as it came: still percent-encoded, begins with a slash
 * @param rawQuery what follows the question mark, as it came; null: there was none
 * @param headers gives a header's first value by its name in any case
 * @param body whole; the shell has refused those over {@link #MAX_BODY}
 * @param remoteAddress who sent it, for the log
 * @param contextPath where the application is mounted: empty, or such as {@code /homu} (no slash at the end)
 * @param manages whether whoever asks may change something, as far as the shell knows: what they may not is not offered
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once, compared nowhere
public record HttpRequest(
        String method,
        String rawPath,
        String rawQuery,
        Function<String, Optional<String>> headers,
        byte[] body,
        String remoteAddress,
        String contextPath,
        boolean manages) {
    /** The longest body that is read, in bytes: GitHub sends none over 25 MiB. A shell answers 413 to longer ones. */
    public static final int MAX_BODY = 25 * 1024 * 1024;

    /** From a shell that does not tell people apart. */
    public HttpRequest(
            String method,
            String rawPath,
            String rawQuery,
            Function<String, Optional<String>> headers,
            byte[] body,
            String remoteAddress,
            String contextPath) {
        this(method, rawPath, rawQuery, headers, body, remoteAddress, contextPath, true);
    }

    /** A request without a body, as tests and simple shells need it. */
    public static HttpRequest get(String rawPath, String rawQuery) {
        return new HttpRequest("GET", rawPath, rawQuery, name -> Optional.empty(), new byte[0], "127.0.0.1", "");
    }

    /** The first value of a header, by its name in any case. */
    public Optional<String> header(String name) {
        return headers.apply(name);
    }

    /** The same for another path. */
    HttpRequest at(String path) {
        return new HttpRequest(method, path, rawQuery, headers, body, remoteAddress, contextPath, manages);
    }

    /** The same by somebody who may only look. */
    public HttpRequest onlyLooking() {
        return new HttpRequest(method, rawPath, rawQuery, headers, body, remoteAddress, contextPath, false);
    }

    boolean reads() {
        return method.equals("GET") || method.equals("HEAD");
    }

    /** Without body and headers, which may hold secrets. */
    @Override
    public String toString() {
        return "HttpRequest[" + method + " " + contextPath + rawPath + "]";
    }
}
