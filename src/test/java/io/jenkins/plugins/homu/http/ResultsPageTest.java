package io.jenkins.plugins.homu.http;

import static io.jenkins.plugins.homu.http.SampleQueues.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.model.HistoryEntry;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

/** What the page of a pull request says of one that is not open any more. */
public class ResultsPageTest {
    private static final HistoryEntry CLOSED = new HistoryEntry(Optional.of(7), "closed", Optional.empty(), "", NOW);
    private static final HistoryEntry MERGED = new HistoryEntry(Optional.of(7), "merged", Optional.empty(), "", NOW);

    private static String badge(HistoryEntry... history) {
        ResultsPage page = ResultsPage.of(
                SampleQueues.settings("widget"),
                7,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(history),
                new Links("", "https://github.com"),
                NOW);
        String html = new Templates().render("results", page);
        return html.substring(html.indexOf("homu-facts-line"), html.indexOf("homu-live__button"));
    }

    @Test
    public void mergedPullRequestIsSaidToBeMerged() {
        assertThat(badge(CLOSED, MERGED)).contains(">Merged</span>").contains("\"#7: Merged\"");
        assertThat(badge(CLOSED)).contains(">Not open any more</span>").doesNotContain("Merged");
    }
}
