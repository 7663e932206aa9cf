package io.jenkins.plugins.homu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.Test;

/** Who fills in a form of the plugin can ask what each of its fields means. */
public class FieldHelpTest {
    private static final Path RESOURCES = Path.of("src", "main", "resources");
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final Pattern FIELD = Pattern.compile("<f:entry\\b[^>]*\\bfield=\"([^\"]+)\"");
    private static final Pattern SUPER_CLASS = Pattern.compile("\\bclass \\w+ extends (\\w+)\\b");

    @Test
    public void everyFieldOfAFormHasItsHelp() throws IOException {
        List<String> fields = new ArrayList<>();
        List<String> without = new ArrayList<>();
        for (Path form : forms()) {
            Matcher field = FIELD.matcher(Files.readString(form));
            while (field.find()) {
                String name = RESOURCES.relativize(form.getParent()) + " " + field.group(1);
                fields.add(name);
                if (!hasHelp(form.getParent(), field.group(1))) {
                    without.add(name);
                }
            }
        }

        assertThat(fields).hasSizeGreaterThan(60);
        assertThat(without).as("fields without a help-FIELD.html").isEmpty();
    }

    private static List<Path> forms() throws IOException {
        try (Stream<Path> all = Files.walk(RESOURCES)) {
            return all.filter(path -> path.endsWith("config.jelly")).sorted().toList();
        }
    }

    /** Beside the form, or in the folder of a class that it extends, as Jenkins looks for it. */
    private static boolean hasHelp(Path folder, String field) throws IOException {
        Path help = folder.resolve("help-" + field + ".html");
        if (Files.exists(help)) {
            return !Files.readString(help).isBlank();
        }
        Path source = SOURCES.resolve(RESOURCES.relativize(folder) + ".java");
        if (!Files.exists(source)) {
            return false;
        }
        Matcher extended = SUPER_CLASS.matcher(Files.readString(source));
        return extended.find() && hasHelp(folder.resolveSibling(extended.group(1)), field);
    }
}
