package io.jenkins.plugins.homu.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a request asks for, decoded.
 *
 * @param segments of the path, without empty ones at its end
 * @param query by name; the first value where there are several
 */
public record Target(List<String> segments, Map<String, String> query) {
    private static final int LONGEST = 8192;

    /** The target can't be decoded; the message says why, without repeating it. */
    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    public Target {
        segments = List.copyOf(segments);
    }

    public static Target of(HttpRequest request) throws Malformed {
        if (request.rawPath().length() > LONGEST
                || (request.rawQuery() != null && request.rawQuery().length() > LONGEST)) {
            throw new Malformed("The address is longer than " + LONGEST + " characters.");
        }
        List<String> segments = new ArrayList<>();
        for (String part : request.rawPath()
                .substring(request.rawPath().startsWith("/") ? 1 : 0)
                .split("/", -1)) {
            segments.add(decode(part, false));
        }
        while (!segments.isEmpty() && segments.get(segments.size() - 1).isEmpty()) {
            segments.remove(segments.size() - 1);
        }
        Map<String, String> query = new LinkedHashMap<>();
        if (request.rawQuery() != null) {
            for (String pair : request.rawQuery().split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals), true);
                if (!name.isEmpty()) {
                    query.putIfAbsent(name, equals < 0 ? "" : decode(pair.substring(equals + 1), true));
                }
            }
        }
        return new Target(segments, query);
    }

    /** The first segment; empty for the root. */
    public String first() {
        return segments.isEmpty() ? "" : segments.get(0);
    }

    public Optional<String> parameter(String name) {
        return Optional.ofNullable(query.get(name));
    }

    private static String decode(String raw, boolean plusIsSpace) throws Malformed {
        ByteBuffer bytes = ByteBuffer.allocate(raw.length() * 4);
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                int high = i + 2 <= raw.length() - 1 ? Character.digit(raw.charAt(i + 1), 16) : -1;
                int low = i + 2 <= raw.length() - 1 ? Character.digit(raw.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    throw new Malformed("The address has a % that two hexadecimal digits don't follow.");
                }
                bytes.put((byte) (high * 16 + low));
                i += 2;
            } else if (c == '+' && plusIsSpace) {
                bytes.put((byte) ' ');
            } else if (c < 0x80) {
                bytes.put((byte) c);
            } else {
                bytes.put(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
            }
        }
        String text;
        try {
            text = StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            throw new Malformed("The address is not UTF-8 once its escapes are decoded.");
        }
        if (text.indexOf('\0') >= 0) {
            throw new Malformed("The address holds a zero character.");
        }
        return text;
    }
}
