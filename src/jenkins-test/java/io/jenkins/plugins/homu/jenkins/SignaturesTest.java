package io.jenkins.plugins.homu.jenkins;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/**
 * Compares {@code src/jenkins-api/java} with the real Jenkins: what the plugin was compiled against from Maven Central alone must be
 * there when it runs, of the same kind and with the same types.
 */
public class SignaturesTest {
    private static final Path SIGNATURES = Path.of("src", "jenkins-api", "java");

    @Rule
    public final TemporaryFolder directory = new TemporaryFolder();

    private final List<String> differences = new ArrayList<>();

    @Test
    public void everyDeclaredSignatureIsInTheRealJenkins() throws Exception {
        List<String> names = compiled(SIGNATURES);
        try (URLClassLoader declared = declared()) {
            for (String name : names) {
                compare(declared.loadClass(name));
            }
        }

        assertThat(names).hasSizeGreaterThan(200).contains("hudson.model.Run", "jenkins.model.Jenkins");
        assertThat(differences).isEmpty();
    }

    @Test
    public void differencesAreFound() throws Exception {
        Path source = directory.newFolder("source").toPath();
        write(source, "hudson/model/NoSuchType.java", "package hudson.model; public class NoSuchType {}");
        write(
                source,
                "hudson/model/Result.java",
                "package hudson.model; public class Result implements Runnable {"
                        + " public static Result BLUE; public String SUCCESS; Result() {} public Result(int a) {}"
                        + " public String isWorseThan(Result other) { return null; } public void colour() {}"
                        + " public Result combine(Result other) { return null; } public void run() {} }");
        List<String> names = compiled(source);
        try (URLClassLoader declared = declared()) {
            for (String name : names) {
                compare(declared.loadClass(name));
            }
        }

        assertThat(differences)
                .containsExactlyInAnyOrder(
                        "hudson.model.NoSuchType: is not there",
                        "hudson.model.Result: is final",
                        "hudson.model.Result: is no java.lang.Runnable",
                        "hudson.model.Result: there is no constructor (int)",
                        "hudson.model.Result: there is no field BLUE",
                        "hudson.model.Result.SUCCESS: is hudson.model.Result, static",
                        "hudson.model.Result: there is no method isWorseThan(hudson.model.Result) java.lang.String",
                        "hudson.model.Result: there is no method colour() void",
                        "hudson.model.Result: there is no method run() void");
    }

    private static void write(Path folder, String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Path classes() {
        return directory.getRoot().toPath().resolve("classes");
    }

    /** Types that are declared first come from there, all others from the real Jenkins. */
    private URLClassLoader declared() throws IOException {
        return new URLClassLoader(new URL[] {classes().toUri().toURL()}, SignaturesTest.class.getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                synchronized (getClassLoadingLock(name)) {
                    Class<?> loaded = findLoadedClass(name);
                    if (loaded == null && Files.exists(classes().resolve(name.replace('.', '/') + ".class"))) {
                        loaded = findClass(name);
                    }
                    return loaded == null ? super.loadClass(name, resolve) : loaded;
                }
            }
        };
    }

    private List<String> compiled(Path sources) throws IOException {
        Files.createDirectories(classes());
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(problems, null, null);
                Stream<Path> all = Files.walk(sources)) {
            List<Path> java =
                    all.filter(file -> file.toString().endsWith(".java")).toList();
            boolean fine = compiler.getTask(
                            null,
                            files,
                            problems,
                            List.of("-proc:none", "-d", classes().toString(), "-sourcepath", sources.toString()),
                            null,
                            files.getJavaFileObjectsFromPaths(java))
                    .call();
            assertThat(fine).as("%s", problems.getDiagnostics()).isTrue();
        }
        try (Stream<Path> all = Files.walk(classes())) {
            return all.filter(file -> file.toString().endsWith(".class"))
                    .map(file -> classes().relativize(file).toString())
                    .map(file ->
                            file.substring(0, file.length() - ".class".length()).replace('/', '.'))
                    .sorted()
                    .toList();
        }
    }

    private void compare(Class<?> declared) {
        Class<?> real;
        try {
            real = Class.forName(declared.getName(), false, SignaturesTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            differ(declared, ": is not there");
            return;
        }
        if (declared.isInterface() != real.isInterface() || declared.isAnnotation() != real.isAnnotation()) {
            differ(declared, ": is " + real);
        }
        if (Modifier.isFinal(real.getModifiers()) && canHaveSubclasses(declared)) {
            differ(declared, ": is final");
        }
        ancestors(declared, real);
        for (Field field : declared.getDeclaredFields()) {
            if (isVisible(field.getModifiers())) {
                compare(declared, field, real);
            }
        }
        for (Constructor<?> constructor : declared.getDeclaredConstructors()) {
            if (isVisible(constructor.getModifiers())
                    && Arrays.stream(real.getDeclaredConstructors())
                            .noneMatch(other -> isVisible(other.getModifiers())
                                    && types(other.getParameterTypes())
                                            .equals(types(constructor.getParameterTypes())))) {
                differ(declared, ": there is no constructor " + types(constructor.getParameterTypes()));
            }
        }
        for (Method method : declared.getDeclaredMethods()) {
            if (isVisible(method.getModifiers()) && !method.isSynthetic()) {
                compare(declared, method, real);
            }
        }
    }

    private static boolean canHaveSubclasses(Class<?> type) {
        return !Modifier.isFinal(type.getModifiers())
                && (type.isInterface()
                        || Arrays.stream(type.getDeclaredConstructors())
                                .anyMatch(constructor -> isVisible(constructor.getModifiers())));
    }

    private void ancestors(Class<?> declared, Class<?> real) {
        Stream.concat(Arrays.stream(declared.getInterfaces()), Stream.ofNullable(declared.getSuperclass()))
                .map(Class::getName)
                .filter(name -> Stream.iterate(List.<Class<?>>of(real), SignaturesTest::parents)
                        .takeWhile(generation -> !generation.isEmpty())
                        .flatMap(List::stream)
                        .noneMatch(type -> type.getName().equals(name)))
                .filter(name -> !name.equals("java.lang.Object"))
                .forEach(name -> differ(declared, ": is no " + name));
    }

    private static List<Class<?>> parents(List<Class<?>> generation) {
        return generation.stream()
                .flatMap(type ->
                        Stream.concat(Arrays.stream(type.getInterfaces()), Stream.ofNullable(type.getSuperclass())))
                .toList();
    }

    private void compare(Class<?> declared, Field field, Class<?> real) {
        Optional<Field> there = lineage(real)
                .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
                .filter(other -> other.getName().equals(field.getName()))
                .findFirst();
        if (there.isEmpty()) {
            differ(declared, ": there is no field " + field.getName());
        } else if (!there.get().getType().getName().equals(field.getType().getName())
                || isStatic(there.get().getModifiers()) != isStatic(field.getModifiers())
                || !isVisible(there.get().getModifiers())) {
            differ(
                    declared,
                    "." + field.getName() + ": is " + there.get().getType().getName()
                            + (isStatic(there.get().getModifiers()) ? ", static" : ""));
        }
    }

    private void compare(Class<?> declared, Method method, Class<?> real) {
        boolean there = lineage(real)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .anyMatch(other -> other.getName().equals(method.getName())
                        && other.getReturnType()
                                .getName()
                                .equals(method.getReturnType().getName())
                        && types(other.getParameterTypes()).equals(types(method.getParameterTypes()))
                        && isStatic(other.getModifiers()) == isStatic(method.getModifiers())
                        && (isPublic(other.getModifiers()) || !isPublic(method.getModifiers()))
                        && isVisible(other.getModifiers()));
        if (!there) {
            differ(
                    declared,
                    ": there is no method " + method.getName() + types(method.getParameterTypes()) + " "
                            + method.getReturnType().getName());
        }
    }

    /** A type and all that it inherits from. */
    private static Stream<Class<?>> lineage(Class<?> type) {
        return Stream.concat(
                Stream.of(type),
                Stream.concat(Arrays.stream(type.getInterfaces()), Stream.ofNullable(type.getSuperclass()))
                        .flatMap(SignaturesTest::lineage));
    }

    private void differ(Class<?> declared, String how) {
        differences.add(declared.getName() + how);
    }

    private static String types(Class<?>... types) {
        return "(" + String.join(", ", Arrays.stream(types).map(Class::getName).toList()) + ")";
    }

    private static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static boolean isPublic(int modifiers) {
        return Modifier.isPublic(modifiers);
    }

    private static boolean isStatic(int modifiers) {
        return Modifier.isStatic(modifiers);
    }
}
