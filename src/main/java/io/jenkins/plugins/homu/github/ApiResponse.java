package io.jenkins.plugins.homu.github;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jenkins.plugins.homu.port.GatewayException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okio.ByteString;

/**
 * GitHub's answer to a request, with a status below 500 that is no rate limit and no refusal of the credentials.
 *
 * @param place method and path of the request, for messages
 * @param link the Link header; null: none
 */
record ApiResponse(String place, HttpUrl url, int status, ByteString body, String link) {
    static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(100)
                    .maxStringLength(8 * 1024 * 1024)
                    .build())
            .build());

    private static final Pattern NEXT = Pattern.compile("<([^<>]{1,2000})>\\s*;\\s*rel=\"?next\"?");

    private static final int LONGEST_MESSAGE = 1500;

    /** Something that reads an answer, or says what is wrong with it. */
    interface Reader<T> {
        T read(JsonNode json) throws Malformed;
    }

    /** @throws GatewayException when the status is not among those, or the answer isn't as documented */
    <T> T read(Reader<T> reader) throws GatewayException {
        if (status / 100 != 2) {
            throw unexpected();
        }
        try {
            return reader.read(json());
        } catch (Malformed e) {
            throw nonsense(e.getMessage());
        }
    }

    /** @throws GatewayException when the request was not fulfilled */
    void expectSuccess() throws GatewayException {
        if (status / 100 != 2) {
            throw unexpected();
        }
    }

    JsonNode json() throws GatewayException {
        try {
            JsonNode json = MAPPER.readTree(body.toByteArray());
            if (json == null || json.isMissingNode()) {
                throw nonsense("it is empty");
            }
            return json;
        } catch (IOException e) {
            // Jackson's own message quotes the body, which is not ours to spread.
            throw nonsense("it is not JSON");
        }
    }

    private GatewayException nonsense(String why) {
        return GatewayException.transientTrouble(
                status,
                place + ": the answer (" + status + ") is not what GitHub documents: " + why
                        + ". Check api_url, and whether a proxy answers in GitHub's place",
                Optional.empty(),
                null);
    }

    /** GitHub's own words for what is wrong, in one line; never empty. */
    String message() {
        return messageOf(body).orElse("HTTP " + status);
    }

    GatewayException unexpected() {
        if (status == 407) {
            // It never came to GitHub, and may when somebody has set the proxy right.
            return GatewayException.transientTrouble(
                    status,
                    place + ": the proxy does not take the user and password that are set for it",
                    Optional.empty(),
                    null);
        }
        String hint =
                switch (status) {
                    case 403 -> ". Check what the credentials are allowed to do in this repository";
                    case 404 -> ". Check that it exists, and that the credentials have access to the repository";
                    default -> "";
                };
        return GatewayException.permanent(status, place + ": " + status + " " + message() + hint);
    }

    /** GitHub's own words in the body of an error. */
    static Optional<String> messageOf(ByteString body) {
        JsonNode json;
        try {
            json = MAPPER.readTree(body.toByteArray());
        } catch (IOException e) {
            return Optional.empty();
        }
        if (json == null || !json.isObject()) {
            return Optional.empty();
        }
        List<String> parts = new ArrayList<>();
        parts.add(json.path("message").asText());
        JsonNode errors = json.path("errors");
        for (JsonNode error : errors.isArray() ? errors : List.<JsonNode>of()) {
            parts.add(error.isTextual() ? error.textValue() : describe(error));
        }
        if (errors.isTextual()) {
            parts.add(errors.textValue());
        }
        parts.removeIf(String::isBlank);
        return parts.isEmpty() ? Optional.empty() : Optional.of(oneLine(String.join("; ", parts)));
    }

    private static String describe(JsonNode error) {
        String message = error.path("message").asText();
        if (!message.isEmpty()) {
            return message;
        }
        return (error.path("resource").asText() + " " + error.path("field").asText() + " "
                        + error.path("code").asText())
                .strip();
    }

    /** The text without control characters and cut to a bearable length. */
    static String oneLine(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]+", " ").strip();
        return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "...";
    }

    /** The address of the next page, where there is one. */
    Optional<HttpUrl> nextPage() {
        if (link == null) {
            return Optional.empty();
        }
        Matcher matcher = NEXT.matcher(link);
        return matcher.find() ? Optional.ofNullable(url.resolve(matcher.group(1))) : Optional.empty();
    }
}
