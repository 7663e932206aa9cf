package io.jenkins.plugins.homu.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.After;
import org.junit.Test;

/** What people know from the pages of the original and of its Rust fork is on ours. */
public class OriginalPagesTest {
    private final Application application =
            Applications.over(new SampleReader(SampleQueues.widget(), SampleQueues.gadget()), new Applications.Sink());

    @After
    public void close() {
        application.close();
    }

    private String get(String path) {
        return application.handle(HttpRequest.get(path, null)).join().text();
    }

    private static List<String> found(String pattern, String page) {
        List<String> found = new ArrayList<>();
        Matcher matcher = Pattern.compile(pattern).matcher(page);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    private static List<String> columns(String page) {
        return found("data-homu-sort=\"[a-z]+\" title=\"[^\"]*\">([^<]+)</a></th>", page);
    }

    @Test
    public void theQueueHasTheOriginalsColumns() {
        assertThat(columns(get("/queue/widget")))
                .contains("#", "Status", "Priority", "Head ref", "Title", "Approved by", "Mergeable", "Assignee")
                .doesNotContain("Repository");
    }

    @Test
    public void severalQueuesHaveAColumnMore() {
        assertThat(columns(get("/queue/widget+gadget"))).contains("Repository");
        assertThat(columns(get("/queue/all"))).contains("Repository");
    }

    @Test
    public void cellsHoldWhatTheOriginalsHold() {
        String page = get("/queue/widget");
        assertThat(found("class=\"homu-row (homu-row--[a-z]+)", page))
                .contains("homu-row--pending", "homu-row--approved", "homu-row--failure");
        assertThat(page)
                .contains("<a href=\"https://github.com/acme/widget/pull/118\">#118</a>")
                .contains("<span class=\"homu-tag\">try</span>")
                .contains("<span class=\"homu-tag\">rollup")
                .contains("href=\"/results/widget/118\"");
    }

    @Test
    public void theCountersAreThere() {
        assertThat(found("<span class=\"homu-chip__text\">([^<]+)</span>", get("/queue/widget")))
                .contains("Total", "Approved", "Rolled up", "Failed");
    }

    @Test
    public void theFirstPageLeadsToEveryQueue() {
        assertThat(get("/"))
                .contains("href=\"/queue/widget\"", "href=\"/queue/gadget\"", "href=\"/queue/all\"")
                .contains("Closed for");
    }

    @Test
    public void nothingComesFromElsewhere() {
        for (String path : List.of("/", "/queue/all", "/results/widget/118", "/nothing")) {
            assertThat(found("(?:src|href)=\"((?:https?:)?//[^\"]+\\.(?:js|css)[^\"]*)\"", get(path)))
                    .isEmpty();
        }
    }

    @Test
    public void chosenPullRequestsLeadToThePageOfRollups() {
        HttpResponse answer = application
                .handle(HttpRequest.get("/queue/widget", "prs=118,%3Cb%3E110"))
                .join();

        assertThat(answer.status()).isEqualTo(303);
        assertThat(answer.header("Location")).contains("/rollup/widget?prs=118,110");
    }
}
