package io.jenkins.plugins.homu.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.Test;

public class ParentWatchTest {
    private static ProcessBuilder java(Class<?> main) {
        return new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName());
    }

    static final class Parent {
        public static void main(String[] args) throws IOException, InterruptedException {
            java(Child.class).inheritIO().start().waitFor();
        }
    }

    static final class Child {
        public static void main(String[] args) throws InterruptedException {
            ParentWatch.start();
            System.out.println(ProcessHandle.current().pid());
            new CountDownLatch(1).await();
        }
    }

    @Test
    public void aProcessEndsWhenItsParentIsKilled() throws Exception {
        Process parent = java(Parent.class)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        ProcessHandle child = null;
        try (BufferedReader lines = parent.inputReader(StandardCharsets.UTF_8)) {
            child = ProcessHandle.of(Long.parseLong(lines.readLine())).orElseThrow();
            parent.toHandle().destroyForcibly();
            child.onExit().get(60, TimeUnit.SECONDS);
            assertThat(child.isAlive()).isFalse();
        } finally {
            parent.destroyForcibly();
            if (child != null) {
                child.destroyForcibly();
            }
        }
    }
}
