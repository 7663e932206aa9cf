package io.jenkins.plugins.homu.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Styles, script and pictures. Their hash is in their address, so that browsers may keep them for good. */
final class Assets {
    private static final Map<String, String> TYPES = Map.of(
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml");

    private final Map<String, byte[]> files = new HashMap<>();
    private final String hash;

    Assets() {
        MessageDigest digest = sha256();
        for (String name : List.of("homu.css", "shell.css", "homu.js", "homu.svg")) {
            byte[] bytes = read(name);
            digest.update(bytes);
            files.put(name, bytes);
        }
        hash = HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    /** Of all files together; changes with any of them. */
    String hash() {
        return hash;
    }

    /** The path of a file, beneath the context path. */
    String path(String name) {
        return "/assets/" + hash + "/" + name;
    }

    /** @param segments of the path, the first is {@code assets} */
    Optional<HttpResponse> get(List<String> segments) {
        if (segments.size() != 3 || !files.containsKey(segments.get(2))) {
            return Optional.empty();
        }
        String name = segments.get(2);
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        HttpResponse response = HttpResponse.of(200, type, files.get(name));
        // Under another hash it is another version: right for now, but not to be kept.
        return Optional.of(response.with(
                "Cache-Control", segments.get(1).equals(hash) ? "public, max-age=31536000, immutable" : "no-cache"));
    }

    private static byte[] read(String name) {
        try (InputStream in = Assets.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The file " + name + " is not in the program");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + name + " can't be read from the program", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
