package io.jenkins.plugins.homu.jenkins;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * Lays plugins where the test harness looks for them: the packaged one, and each one of the class path. Of the latter only the
 * jar is needed, as their libraries are on the class path, too; so what Maven resolves is what is tested with. Those whose
 * style sheets are needed, too, are beside the packaged one as they are released.
 */
public final class PluginsUnderTest {
    private PluginsUnderTest() {}

    /** @param arguments the .hpi, and the folder {@code test-dependencies} in the test classes */
    public static void main(String[] arguments) throws IOException {
        Path hpi = Path.of(arguments[0]);
        Path target = Path.of(arguments[1]);
        Files.createDirectories(target);
        List<String> names = new ArrayList<>(List.of("homu"));
        Files.copy(hpi, target.resolve("homu.jpi"), StandardCopyOption.REPLACE_EXISTING);
        for (Path jar : classPath()) {
            Optional<Manifest> manifest = pluginManifest(jar);
            if (manifest.isPresent()) {
                String name = manifest.get().getMainAttributes().getValue("Short-Name");
                Path plugin = target.resolve(name + ".jpi");
                Path whole = hpi.resolveSibling("whole-plugins").resolve(name + ".hpi");
                if (Files.exists(whole)) {
                    Files.copy(whole, plugin, StandardCopyOption.REPLACE_EXISTING);
                } else {
                    wrap(jar, manifest.get(), plugin);
                }
                names.add(name);
            }
        }
        Files.write(target.resolve("index"), names);
    }

    private static List<Path> classPath() {
        ClassLoader loader = PluginsUnderTest.class.getClassLoader();
        if (loader instanceof java.net.URLClassLoader urls) {
            return Arrays.stream(urls.getURLs())
                    .map(url -> Path.of(url.getPath()))
                    .toList();
        }
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toList();
    }

    private static Optional<Manifest> pluginManifest(Path jar) throws IOException {
        if (!Files.isRegularFile(jar)) {
            return Optional.empty();
        }
        try (JarFile file = new JarFile(jar.toFile())) {
            return Optional.ofNullable(file.getManifest())
                    .filter(manifest -> manifest.getMainAttributes().getValue("Plugin-Version") != null);
        }
    }

    private static void wrap(Path jar, Manifest manifest, Path plugin) throws IOException {
        try (OutputStream file = Files.newOutputStream(plugin);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            out.putNextEntry(new JarEntry("WEB-INF/lib/" + jar.getFileName()));
            Files.copy(jar, out);
            out.closeEntry();
        }
    }
}
