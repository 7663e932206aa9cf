package io.jenkins.plugins.homu.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Fields of a form or of a query, decoded. What can't be decoded is left out. */
public final class FormFields {
    private static final int MOST = 2000;

    private final Map<String, List<String>> values = new LinkedHashMap<>();

    /** @param encoded {@code application/x-www-form-urlencoded}; null: nothing */
    public FormFields(String encoded) {
        if (encoded == null) {
            return;
        }
        for (String pair : encoded.split("&", MOST)) {
            int equals = pair.indexOf('=');
            Optional<String> name = decode(equals < 0 ? pair : pair.substring(0, equals));
            Optional<String> value = equals < 0 ? Optional.of("") : decode(pair.substring(equals + 1));
            if (name.isPresent() && value.isPresent()) {
                values.computeIfAbsent(name.get(), key -> new ArrayList<>()).add(value.get());
            }
        }
    }

    private static Optional<String> decode(String text) {
        try {
            return Optional.of(URLDecoder.decode(text, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The first value of that name. */
    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** Positive whole numbers of that name; each value may hold several, parted by commas or blanks. */
    public List<Integer> numbers(String name) {
        return all(name).stream()
                .flatMap(value -> List.of(value.split("[, ]+", MOST)).stream())
                .filter(number -> number.matches("[1-9][0-9]{0,8}"))
                .map(Integer::valueOf)
                .distinct()
                .toList();
    }
}
