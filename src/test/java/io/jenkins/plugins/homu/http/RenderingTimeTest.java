package io.jenkins.plugins.homu.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.PullRequest;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

/** Prints what a page costs in processor time; fails only when it is slower by far than it is meant to be, for machines differ. */
public class RenderingTimeTest {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @Test
    public void aThousandRowsTakeMillisecondsAndTenThousandLessThanASecond() {
        long thousand = best(1_000, "rows=all");
        long tenThousand = best(10_000, "rows=all");
        long page = best(10_000, "");
        System.out.printf(
                "queue page, processor time: 1,000 rows %d ms, 10,000 rows %d ms, first 500 of 10,000 %d ms%n",
                thousand, tenThousand, page);
        assertThat(thousand).isLessThan(1_000);
        assertThat(tenThousand).isLessThan(5_000);
    }

    private static long best(int rows, String query) {
        List<PullRequest> pulls = new ArrayList<>();
        List<Attempt> attempts = new ArrayList<>();
        for (int number = 1; number <= rows; number++) {
            PullRequest pull = SampleQueues.pull(number, "Change number " + number + " of some length or other");
            pulls.add(number % 3 == 0 ? pull : SampleQueues.approved(pull, Duration.ofMinutes(number)));
            if (number % 5 == 0) {
                attempts.add(SampleQueues.attempt(
                        number,
                        Attempt.Kind.AUTO,
                        Attempt.Phase.FAILED,
                        pull,
                        SampleQueues.result("linux", BuilderState.SUCCESS, "https://ci.example/" + number, "fine"),
                        SampleQueues.result(
                                "windows", BuilderState.FAILURE, "https://ci.example/" + number, "2 failed")));
            }
        }
        SampleReader reader = new SampleReader(SampleQueues.state("many", 1, pulls, attempts));
        long best = Long.MAX_VALUE;
        try (Application application = Applications.over(reader)) {
            for (int i = 0; i < 20; i++) {
                long begin = THREADS.getCurrentThreadCpuTime();
                HttpResponse response = application
                        .handle(HttpRequest.get("/queue/many", query))
                        .join();
                best = Math.min(best, (THREADS.getCurrentThreadCpuTime() - begin) / 1_000_000);
                assertThat(response.status()).isEqualTo(200);
            }
        }
        return best;
    }
}
