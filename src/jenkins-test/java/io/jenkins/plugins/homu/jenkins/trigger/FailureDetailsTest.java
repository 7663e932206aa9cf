package io.jenkins.plugins.homu.jenkins.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.Test;

/** What of a log goes into a comment. */
public class FailureDetailsTest {
    @Test
    public void longStackTracesDoNotHideWhatFailed() {
        List<String> log = Stream.of(
                        Stream.of("compiling at home (really)", "java.lang.IllegalStateException: no disk"),
                        IntStream.range(0, 60)
                                .mapToObj(i -> "\tat com.acme.Widget.turn$" + i + "(Widget.java:" + i + ")"),
                        Stream.of("Caused by: java.io.IOException: full", "\tat com.acme.Disk.write(Disk.java:1)"),
                        Stream.of("Finished: FAILURE"))
                .flatMap(lines -> lines)
                .toList();

        assertThat(FailureDetails.withoutFrames(log))
                .containsExactly(
                        "compiling at home (really)",
                        "java.lang.IllegalStateException: no disk",
                        "\tat com.acme.Widget.turn$0(Widget.java:0)",
                        "\tat com.acme.Widget.turn$1(Widget.java:1)",
                        "\tat com.acme.Widget.turn$2(Widget.java:2)",
                        "\t...",
                        "Caused by: java.io.IOException: full",
                        "\tat com.acme.Disk.write(Disk.java:1)",
                        "Finished: FAILURE");
    }

    @Test
    public void onlyTheEndIsKept() {
        List<String> log = IntStream.range(0, 100).mapToObj(i -> "line " + i).toList();

        assertThat(FailureDetails.withoutFrames(log))
                .hasSize(25)
                .startsWith("line 75")
                .endsWith("line 99");
    }
}
