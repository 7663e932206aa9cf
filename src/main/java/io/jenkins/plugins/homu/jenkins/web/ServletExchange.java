package io.jenkins.plugins.homu.jenkins.web;

import io.jenkins.plugins.homu.http.HttpRequest;
import io.jenkins.plugins.homu.http.HttpResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.Set;

/** Between Jenkins' servlet requests and the neutral ones. */
public final class ServletExchange {
    /** Jenkins says these for itself. */
    private static final Set<String> LEFT_TO_JENKINS = Set.of("content-security-policy", "referrer-policy");

    private ServletExchange() {}

    /**
     * @param rawPath beneath {@code context}, still percent-encoded
     * @param context where the application is mounted, as browsers see it
     */
    public static HttpRequest request(HttpServletRequest request, String rawPath, String context, byte[] body) {
        return new HttpRequest(
                request.getMethod(),
                rawPath,
                request.getQueryString(),
                name -> Optional.ofNullable(request.getHeader(name)),
                body,
                request.getRemoteAddr(),
                context);
    }

    /** The whole body; empty when it is longer than may be. */
    public static Optional<byte[]> body(HttpServletRequest request) throws IOException {
        if (request.getContentLengthLong() > HttpRequest.MAX_BODY) {
            return Optional.empty();
        }
        try (InputStream in = request.getInputStream()) {
            byte[] body = in.readNBytes(HttpRequest.MAX_BODY + 1);
            return body.length > HttpRequest.MAX_BODY ? Optional.empty() : Optional.of(body);
        }
    }

    /** Writes out an answer that is neither a page for Jenkins' layout nor a stream. */
    public static void write(HttpResponse answer, HttpServletResponse response) throws IOException {
        response.setStatus(answer.status());
        answer.headers().forEach((name, value) -> {
            if (!LEFT_TO_JENKINS.contains(name.toLowerCase(java.util.Locale.ROOT))) {
                response.setHeader(name, value);
            }
        });
        try (OutputStream out = response.getOutputStream()) {
            out.write(answer.body());
        }
    }
}
