package io.jenkins.plugins.homu.http;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a shell has to write out: the status, the headers as they are (Content-Length is among them where it is known),
 * then either the body or, where {@code stream} is present, what is offered to the stream until it is closed.
 *
 * @param body empty for a stream, and in the answer to a HEAD request, whose Content-Length is that of the GET's body
 * @param stream takes the stream that the shell opens, after the headers were sent
 * @param page what the shell has to put into its own layout, in place of a body
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once, compared nowhere
public record HttpResponse(
        int status,
        Map<String, String> headers,
        byte[] body,
        Optional<Consumer<EventStream>> stream,
        Optional<PageContent> page) {
    static final String HTML = "text/html; charset=utf-8";
    public static final String JSON = "application/json";
    public static final String TEXT = "text/plain; charset=utf-8";

    public HttpResponse {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** An answer with a body. @param contentType with its charset where it has one */
    public static HttpResponse of(int status, String contentType, byte[] body) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", contentType);
        headers.put("Content-Length", Integer.toString(body.length));
        return new HttpResponse(status, headers, body, Optional.empty(), Optional.empty());
    }

    public static HttpResponse of(int status, String contentType, String body) {
        return of(status, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    /** An answer in JSON: {@code {"error": message}}. */
    public static HttpResponse error(int status, String message) {
        return of(status, JSON, Json.error(message));
    }

    static HttpResponse empty(int status) {
        return new HttpResponse(status, Map.of(), new byte[0], Optional.empty(), Optional.empty());
    }

    /** A page for a shell with a layout of its own. */
    static HttpResponse page(int status, PageContent page) {
        return new HttpResponse(status, Map.of(), new byte[0], Optional.empty(), Optional.of(page));
    }

    static HttpResponse events(Consumer<EventStream> opened) {
        return new HttpResponse(
                200, Map.of("Content-Type", "text/event-stream"), new byte[0], Optional.of(opened), Optional.empty());
    }

    /** The same with one header more, or another value of it. */
    public HttpResponse with(String name, String value) {
        Map<String, String> next = new LinkedHashMap<>(headers);
        next.put(name, value);
        return new HttpResponse(status, next, body, stream, page);
    }

    HttpResponse withoutBody() {
        return new HttpResponse(status, headers, new byte[0], Optional.empty(), page);
    }

    /** A header's value by its exact name. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    /** The body as text, for tests and logs. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "HttpResponse[" + status + ", " + body.length + " bytes]";
    }
}
