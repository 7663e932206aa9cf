package io.jenkins.plugins.homu.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** The machine that figures were taken on. */
final class Machine {
    private static final int FLUSHES = 200;
    private static final int BLOCK = 4096;

    private Machine() {}

    /** @param folder on the disk whose flushes count */
    static String describe(Path folder) throws IOException {
        Samples flushes = flushes(folder);
        return String.format(
                Locale.ROOT,
                "Machine: %d cores (%s), %s, load %s%nSystem:  %s %s, Java %s (%s)%n"
                        + "Disk:    4 KiB written and flushed in p50 %.2f ms, p99 %.2f ms (%s)",
                Runtime.getRuntime().availableProcessors(),
                line("/proc/cpuinfo", "model name"),
                line("/proc/meminfo", "MemTotal"),
                load(),
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("java.version"),
                System.getProperty("java.vm.name"),
                flushes.millis(50),
                flushes.millis(99),
                Files.getFileStore(folder).type());
    }

    private static Samples flushes(Path folder) throws IOException {
        Path file = folder.resolve("flush");
        Samples samples = new Samples();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
            for (int i = 0; i < FLUSHES; i++) {
                long start = System.nanoTime();
                channel.write(block.clear());
                channel.force(false);
                samples.add(System.nanoTime() - start);
            }
        }
        Files.delete(file);
        return samples;
    }

    private static String load() throws IOException {
        Path load = Path.of("/proc/loadavg");
        return Files.isReadable(load)
                ? new String(Files.readAllBytes(load), StandardCharsets.UTF_8).split(" ", 2)[0]
                : "unknown";
    }

    /** The value of a key in one of Linux' tables; unknown elsewhere. */
    private static String line(String file, String key) throws IOException {
        Path path = Path.of(file);
        if (!Files.isReadable(path)) {
            return "unknown";
        }
        return new String(Files.readAllBytes(path), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith(key))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip().replaceAll("\\s+", " "))
                .orElse("unknown");
    }
}
