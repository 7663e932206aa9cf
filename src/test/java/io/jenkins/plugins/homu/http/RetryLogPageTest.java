package io.jenkins.plugins.homu.http;

import static io.jenkins.plugins.homu.http.SampleQueues.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.model.HistoryEntry;
import java.time.Duration;
import java.util.Optional;
import org.junit.After;
import org.junit.Test;

/** Who had what tested again. */
public class RetryLogPageTest {
    private final SampleReader reader = new SampleReader(SampleQueues.widget(), SampleQueues.gadget());
    private final Application application = Applications.over(reader);

    @After
    public void close() {
        application.close();
    }

    private void retried(int number, String by, String why, Duration ago) {
        reader.retries.add(new HistoryEntry(Optional.of(number), "retried", Optional.of(by), why, NOW.minus(ago)));
    }

    private HttpResponse get(String path) {
        return application.handle(HttpRequest.get(path, null)).join();
    }

    @Test
    public void retriesAreListedWithWhoWhenAndWhy() {
        retried(12, "alice", "After: Failed: windows", Duration.ofHours(3));
        reader.retries.add(new HistoryEntry(Optional.of(12), "failed", Optional.empty(), "windows", NOW));
        HttpResponse page = get("/retry_log/widget");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text())
                .contains("Retries of widget", "After: Failed: windows", ">alice</a>", "/results/widget/12", "/pull/12")
                .contains("href=\"/queue/widget\"", "last 42 days")
                .doesNotContain(">failed<");
    }

    @Test
    public void whatOthersWroteIsNoMarkup() {
        retried(12, "alice", "After: <script>alert(1)</script>", Duration.ofHours(3));
        assertThat(get("/retry_log/widget").text()).contains("&lt;script&gt;").doesNotContain("<script>alert");
    }

    @Test
    public void oldRetriesAreLeftOut() {
        retried(12, "alice", "After: long ago", Duration.ofDays(43));
        assertThat(get("/retry_log/widget").text())
                .contains("Nothing was retried")
                .doesNotContain("long ago");
    }

    @Test
    public void onlyTheNewestOfVeryManyAreShown() {
        for (int i = 0; i < RetryLogPage.LIMIT + 1; i++) {
            retried(12, "alice", "After: number " + i + ".", Duration.ofMinutes(i));
        }
        assertThat(get("/retry_log/widget").text())
                .contains("number 499.", "There were more")
                .doesNotContain("number 500.");
    }

    @Test
    public void anUnknownRepositoryHasNone() {
        assertThat(get("/retry_log/nothing").status()).isEqualTo(404);
        assertThat(get("/retry_log").status()).isEqualTo(404);
    }

    @Test
    public void aStoreThatCantBeReadIsTold() {
        reader.storeBroken = true;
        assertThat(get("/retry_log/widget").status()).isEqualTo(503);
    }

    @Test
    public void theQueueLeadsThere() {
        assertThat(get("/queue/widget").text()).contains("href=\"/retry_log/widget\"");
        assertThat(get("/queue/all").text()).doesNotContain("/retry_log/");
    }
}
