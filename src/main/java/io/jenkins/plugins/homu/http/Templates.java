package io.jenkins.plugins.homu.http;

import com.samskivert.mustache.Escapers;
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
            .withEscaper(Escapers.HTML)
            .emptyStringIsFalse(true)
            .nullValue("")
            .withLoader(Templates::open);

    /** @param name of the file without its ending */
    String render(String name, Object model) {
        StringWriter out = new StringWriter(16 * 1024);
        compiled.computeIfAbsent(name, this::compile).execute(model, out);
        return out.toString();
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
