package io.jenkins.plugins.homu.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.simulator.SimPull;
import io.jenkins.plugins.homu.simulator.SimRepository;
import io.jenkins.plugins.homu.simulator.web.Fault;
import io.jenkins.plugins.homu.testing.Await;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * What {@code mvn -Pbench} measures, of the packaged server against the simulator of GitHub on the same machine. Takes some
 * minutes, and is worth something on a quiet machine only.
 *
 * <p>Arguments: the server's jar, then the names of the measurements to be made; none, or {@code all}: all of them.
 */
public final class Bench {
    private static final int CONNECTIONS = 8;
    private static final String COMMAND = "@homu p=%d";
    private static final String CHAT = "This looks good to me, but what about the other %d places?\\n\\nI wonder.";

    private final Path folder;
    private final Table table = new Table();

    private Bench(Path folder) {
        this.folder = folder;
    }

    /** One measurement. */
    private interface Measurement {
        void run() throws Exception;
    }

    public static void main(String[] args) throws Exception {
        if (args.length > 0) {
            System.setProperty("homu.server.jar", args[0]);
        }
        List<String> wanted = new ArrayList<>(List.of(args).subList(Math.min(1, args.length), args.length));
        wanted.removeIf(String::isBlank);
        Path target = Path.of("target").toAbsolutePath();
        // Where the build is, and so on a real disk: /tmp may be memory.
        Path folder = Files.createTempDirectory(Files.createDirectories(target), "bench");
        try {
            String machine = Machine.describe(folder);
            System.out.println(machine);
            System.out.println();
            Bench bench = new Bench(folder);
            Map<String, Measurement> all = bench.all();
            for (String name : wanted) {
                if (!name.equals("all") && !all.containsKey(name)) {
                    System.err.println("There is no measurement " + name + "; there are " + all.keySet());
                    System.exit(2);
                }
            }
            for (Map.Entry<String, Measurement> one : all.entrySet()) {
                if (wanted.isEmpty() || wanted.contains("all") || wanted.contains(one.getKey())) {
                    one.getValue().run();
                }
            }
            Files.writeString(target.resolve("bench.txt"), machine + "\n\n" + bench.table, StandardCharsets.UTF_8);
        } finally {
            delete(folder);
        }
        System.exit(0);
    }

    private Map<String, Measurement> all() {
        Map<String, Measurement> all = new LinkedHashMap<>();
        all.put("webhooks", this::webhooks);
        all.put("answer", this::answer);
        all.put("merge", this::merge);
        all.put("pulls1000", () -> manyPulls(1_000, "<= 50 ms"));
        all.put("pulls10000", () -> manyPulls(10_000, ""));
        return all;
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private static String latencies(Samples samples) {
        return text(
                "p50 %.1f ms, p99 %.1f ms, max %.1f ms", samples.millis(50), samples.millis(99), samples.millis(100));
    }

    private void memory(String what, Subject subject) throws IOException {
        table.row(
                text("Memory with -Xmx512m: %s", what),
                text("heap %d MiB at most, resident %d MiB", subject.peakHeap(), subject.peakResident()),
                "");
    }

    // ---- webhooks ----------------------------------------------------------------------------------------------

    private void webhooks() throws Exception {
        try (Subject subject = new Subject(folder, "webhooks", "")) {
            List<SimPull> pulls = subject.widget.openManyPulls(1_000, "bob", "main");
            ObjectNode example = subject.exampleComment(pulls.get(0));
            List<Integer> numbers = pulls.stream().map(SimPull::number).toList();
            Webhooks commands = Webhooks.comments(example, numbers, "alice", COMMAND, 202);
            Webhooks chat = Webhooks.comments(example, numbers, "bob", CHAT, 200);
            Webhooks statuses = Webhooks.statuses(subject.exampleStatus());
            subject.start();
            subject.awaitSynchronised(1_000);
            Load load = new Load(subject.port, Subject.SECRET);
            // Until the server's code is compiled.
            load.highest(Duration.ofSeconds(8), CONNECTIONS, chat);
            load.highest(Duration.ofSeconds(8), CONNECTIONS, statuses);

            AtomicInteger turn = new AtomicInteger();
            List<Webhooks> mix =
                    List.of(chat, statuses, chat, statuses, chat, statuses, chat, statuses, chat, commands);
            Samples steady = load.steady(
                    500, Duration.ofSeconds(30), 32, () -> mix.get(Math.floorMod(turn.getAndIncrement(), mix.size()))
                            .get());
            table.row("500 webhooks/s for 30 s (comments, statuses, 10% commands)", latencies(steady), "");
            rate(load, text("Comments without a command (%,d bytes)", chat.bytes()), chat, ">= 5,000/s");
            rate(load, text("Statuses, kept before the answer (%,d bytes)", statuses.bytes()), statuses, "");
            rate(load, "Comments with a command, 1,000 pull requests open", commands, ">= 1,300/s");
            memory("after all these webhooks", subject);
            subject.stop();
        }
    }

    private void rate(Load load, String what, Webhooks webhooks, String goal) throws Exception {
        table.row(
                what + ", " + CONNECTIONS + " connections",
                text("%,.0f/s", load.highest(Duration.ofSeconds(15), CONNECTIONS, webhooks)),
                goal);
    }

    private void answer() throws Exception {
        try (Subject subject = new Subject(folder, "answer", "")) {
            List<SimPull> pulls = subject.widget.openManyPulls(200, "bob", "main");
            ObjectNode example = subject.exampleComment(pulls.get(0));
            List<Integer> numbers = pulls.stream().map(SimPull::number).toList();
            subject.start();
            subject.awaitSynchronised(200);
            Load load = new Load(subject.port, Subject.SECRET);
            load.highest(Duration.ofSeconds(5), 1, Webhooks.statuses(subject.exampleStatus()));
            subject.github.faults().inject(Fault.latency(Duration.ofMillis(200)));
            Webhooks approvals = Webhooks.comments(example, numbers, "alice", "@homu r+", 202);
            Samples samples = load.oneByOne(
                    Stream.generate(approvals).limit(numbers.size()).toList());
            table.row("r+ while GitHub takes 200 ms a call: answered in", latencies(samples), "< 10 ms");
            subject.stop();
        }
    }

    // ---- merges ------------------------------------------------------------------------------------------------

    private void merge() throws Exception {
        try (Subject subject = new Subject(folder, "merge", "content_per_minute = 1000\ncontent_per_hour = 100000")) {
            SimRepository widget = subject.widget;
            subject.github.webhooks().listen(delivery -> {
                ObjectNode body = delivery.body();
                if (delivery.event().equals("push") && body.path("ref").asText().equals("refs/heads/auto")) {
                    widget.status(body.path("after").asText(), "ci/test", "success", "https://ci.example/1", "");
                }
            });
            subject.start();
            subject.awaitSynchronised(0);
            subject.listen();
            int merges = 10;
            Samples took = new Samples();
            for (int i = 0; i <= merges; i++) {
                widget.branch("topic-" + i, "main", Map.of("file-" + i, "New\n"));
                SimPull pull = widget.openPull("bob", "topic-" + i, "main", "Topic " + i, "");
                awaitRest(subject);
                if (i == 1) {
                    // The first one also made the branches.
                    subject.github.requests().reset();
                }
                long start = System.nanoTime();
                pull.comment("alice", "@homu r+");
                Await.until(pull::isMerged);
                if (i > 0) {
                    took.add(System.nanoTime() - start);
                }
                awaitRest(subject);
            }
            Map<String, Long> requests = new TreeMap<>(subject.github.requests().counts());
            long total = requests.values().stream().mapToLong(Long::longValue).sum();
            long posts = requests.entrySet().stream()
                    .filter(entry -> entry.getKey().matches("POST .*/(comments|statuses).*"))
                    .mapToLong(Map.Entry::getValue)
                    .sum();
            table.row("Requests of a merge", text("%.1f", total / (double) merges), "<= 8");
            table.row("  of them comments and statuses", text("%.1f", posts / (double) merges), "<= 3");
            requests.forEach((kind, count) -> table.row("  " + kind, text("%.1f", count / (double) merges), ""));
            table.row("From r+ to the merge, when CI takes no time", latencies(took), "");
            subject.stop();
        }
    }

    private static boolean isIdle(Subject subject) {
        try {
            JsonNode health = subject.health();
            return health.path("outbox").asInt() == 0 && health.path("inbox").asInt() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static void awaitRest(Subject subject) {
        Await.until("rest", Duration.ofMinutes(1), () -> {
            try {
                return subject.github.webhooks().atRest(Duration.ofSeconds(5), () -> isIdle(subject));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        });
    }

    // ---- many pull requests ------------------------------------------------------------------------------------

    private void manyPulls(int count, String pageGoal) throws Exception {
        try (Subject subject = new Subject(folder, "pulls" + count, "")) {
            List<SimPull> pulls = subject.widget.openManyPulls(count, "bob", "main");
            for (SimPull pull : pulls.subList(0, Math.min(1_000, count))) {
                pull.comment("bob", "Please have a look.");
                pull.comment("dave", "I did.");
            }
            long start = System.nanoTime();
            subject.start();
            subject.awaitSynchronised(count);
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            table.row(
                    text("First start with %,d open: all known after", count),
                    text("%.1f s, %d requests", took.toMillis() / 1e3, subject.requests()),
                    count == 1_000 ? "<= 30 requests" : "");
            table.row(text("Queue page of %,d", count), page(subject, "/queue/widget"), pageGoal);
            table.row(text("JSON of the queue of %,d", count), page(subject, "/api/queue/widget"), "");
            memory(text("%,d pull requests", count), subject);
            subject.stop();
            subject.github.requests().reset();
            Duration again = subject.start();
            table.row(
                    text("Start with %,d in the store: answers after", count),
                    text("%.1f s", again.toMillis() / 1e3),
                    "");
            subject.awaitSynchronised(count);
            table.row(
                    text("Comparison after that start, %,d open, comments included", count),
                    text("%d requests", subject.requests()),
                    count == 1_000 ? "<= 30 requests" : "");
            subject.stop();
        }
    }

    /** Reads a page again and again; none of the answers is "not modified". */
    private static String page(Subject subject, String path) throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(subject.homu().url() + path)).build();
        Samples first = new Samples();
        Samples warm = new Samples();
        int size = 0;
        for (int i = 0; i < 60; i++) {
            long start = System.nanoTime();
            HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            long took = System.nanoTime() - start;
            if (answer.statusCode() != 200) {
                throw new IOException(path + " was answered with " + answer.statusCode());
            }
            size = answer.body().length;
            (i == 0 ? first : warm).add(took);
        }
        return text(
                "p50 %.0f ms, p99 %.0f ms, first %.0f ms (%,d KiB)",
                warm.millis(50), warm.millis(99), first.millis(100), size / 1024);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
