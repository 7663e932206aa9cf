package io.jenkins.plugins.homu.http;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The pages' templates. Everything is escaped; a name that a model doesn't have is an error, so that a slip of the pen
 * can't leave something out unseen.
 */
final class Templates {
    private final Map<String, Template> compiled = new ConcurrentHashMap<>();
    private final Mustache.Compiler compiler = Mustache.compiler()
            .withEscaper(Templates::escape)
            .emptyStringIsFalse(true)
            .nullValue("")
            .withLoader(Templates::open);

    /** @param name of the file without its ending */
    String render(String name, Object model) {
        StringWriter out = new StringWriter(16 * 1024);
        compiled.computeIfAbsent(name, this::compile).execute(model, out);
        return out.toString();
    }

    /** For text and for quoted attributes alike. Most texts hold nothing to escape and are given back as they are. */
    static String escape(String raw) {
        int length = raw.length();
        for (int i = 0; i < length; i++) {
            if (entity(raw.charAt(i)) != null) {
                StringBuilder escaped = new StringBuilder(length + 32).append(raw, 0, i);
                for (; i < length; i++) {
                    char c = raw.charAt(i);
                    String entity = entity(c);
                    if (entity == null) {
                        escaped.append(c);
                    } else {
                        escaped.append(entity);
                    }
                }
                return escaped.toString();
            }
        }
        return raw;
    }

    private static String entity(char c) {
        return switch (c) {
            case '&' -> "&amp;";
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '"' -> "&quot;";
            case '\'' -> "&#39;";
            case '`' -> "&#96;";
            default -> (c < ' ' && c != '\n' && c != '\t') || c == '\u007f' ? "\uFFFD" : null;
        };
    }

    private Template compile(String name) {
        try (Reader reader = open(name)) {
            return compiler.compile(reader);
        } catch (IOException e) {
            throw new UncheckedIOException("Template " + name + " can't be read", e);
        }
    }

    private static Reader open(String name) {
        InputStream in = Templates.class.getResourceAsStream(name + ".mustache");
        if (in == null) {
            throw new IllegalArgumentException("There is no template " + name);
        }
        return new InputStreamReader(in, StandardCharsets.UTF_8);
    }
}
