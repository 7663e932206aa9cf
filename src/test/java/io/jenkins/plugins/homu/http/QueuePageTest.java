package io.jenkins.plugins.homu.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

public class QueuePageTest {
    private final SampleReader reader = new SampleReader(SampleQueues.widget(), SampleQueues.gadget());

    @Test
    public void rowsStandInQueueOrder() {
        assertThat(numbers("widget", "")).containsExactly(118, 115, 104, 97, 121, 119, 122, 88, 110);
    }

    @Test
    public void severalQueuesShowWhatRunsThenEachOnesTurn() {
        assertThat(numbers("all", "")).startsWith(118, 115, 14, 104, 97, 121, 12);
        assertThat(page("gadget+widget", "").several()).isTrue();
    }

    @Test
    public void everyWordOfTheSearchHasToOccur() {
        assertThat(numbers("widget", "q=IPV6+peer")).containsExactly(110);
        assertThat(numbers("widget", "q=windows")).containsExactly(118, 110);
        assertThat(numbers("widget", "q=%23119")).containsExactly(119);
        assertThat(numbers("widget", "q=erin")).containsExactly(119, 122);
        assertThat(numbers("widget", "q=nowhere")).isEmpty();
        assertThat(page("widget", "q=nowhere").emptyText()).isEqualTo("No pull request matches the search.");
    }

    @Test
    public void filtersAreTheGroupsThatTheCountersCount() {
        assertThat(numbers("widget", "status=failed")).containsExactly(88, 110);
        assertThat(numbers("widget", "status=rollup")).containsExactly(121);
        assertThat(numbers("widget", "status=try")).containsExactly(115);
        assertThat(numbers("widget", "status=nonsense")).hasSize(9);
        for (QueuePage.Chip chip : page("widget", "").chips()) {
            assertThat(numbers("widget", "status=" + chip.key())).as(chip.key()).hasSize(chip.count());
        }
    }

    @Test
    public void columnsSortBothWaysAndEmptyCellsStayLast() {
        assertThat(numbers("widget", "sort=number")).containsExactly(88, 97, 104, 110, 115, 118, 119, 121, 122);
        assertThat(numbers("widget", "sort=-number")).containsExactly(122, 121, 119, 118, 115, 110, 104, 97, 88);
        assertThat(numbers("widget", "sort=-priority")).startsWith(104).endsWith(121);
        assertThat(numbers("widget", "sort=waiting")).startsWith(121, 118, 104);
        assertThat(numbers("widget", "sort=-waiting")).startsWith(88, 97, 110);
        assertThat(numbers("widget", "sort=-assignee")).startsWith(122, 118);
        assertThat(numbers("widget", "sort=title")).startsWith(122, 104, 119);
        assertThat(numbers("widget", "sort=-position")).startsWith(110, 88);
    }

    @Test
    public void aSortedColumnSaysSoAndLinksToTheOtherDirection() {
        QueuePage.Column column = page("widget", "sort=title&q=a").columns().stream()
                .filter(it -> it.key().equals("title"))
                .findFirst()
                .orElseThrow();

        assertThat(column.direction()).isEqualTo("ascending");
        assertThat(column.url()).isEqualTo("/queue/widget?q=a&sort=-title");
    }

    @Test
    public void manyRowsComeInPagesUnlessAllAreAskedFor() {
        List<PullRequest> pulls = new ArrayList<>();
        for (int number = 1; number <= 1201; number++) {
            pulls.add(SampleQueues.pull(number, "Change " + number));
        }
        SampleReader many = new SampleReader(SampleQueues.state("many", 1, pulls, List.of()));

        QueuePage first = page(many, "many", "");
        QueuePage last = page(many, "many", "page=99");
        QueuePage whole = page(many, "many", "rows=all");

        assertThat(first.rows()).hasSize(500);
        assertThat(first.complete()).isFalse();
        assertThat(first.previousUrl()).isNull();
        assertThat(first.nextUrl()).isEqualTo("/queue/many?page=2");
        assertThat(last.rows()).hasSize(201);
        assertThat(last.from()).isEqualTo(1001);
        assertThat(last.to()).isEqualTo(1201);
        assertThat(last.nextUrl()).isNull();
        assertThat(first.summary()).isEqualTo("1 to 500 of 1201 pull requests");
        assertThat(page(many, "many", "q=change").summary())
                .isEqualTo("1 to 500 of 1201 matching, of 1201 pull requests");
        assertThat(page(many, "many", "q=topic-1201").summary()).isEqualTo("1 of 1201 pull requests");
        assertThat(whole.rows()).hasSize(1201);
        assertThat(whole.complete()).isTrue();
    }

    @Test
    public void aClosedTreeIsABannerAndGreysWhatItHolds() {
        QueuePage page = page("gadget", "");

        assertThat(page.banners())
                .containsExactly(new QueuePage.Banner(
                        "closed",
                        "The tree is closed for priorities below 10.",
                        "The disk of the build machines is being replaced (closed by alice)",
                        "https://github.com/acme/widget/pull/7#issuecomment-1"));
        assertThat(page.rows())
                .extracting(RowView::number, RowView::closed)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(14, false), org.assertj.core.groups.Tuple.tuple(12, true));
    }

    @Test
    public void anEmptyQueueSaysSo() {
        SampleReader empty = new SampleReader(RepositoryState.empty("empty"));

        assertThat(page(empty, "empty", "").emptyText()).isEqualTo("There are no open pull requests.");
        assertThat(page(empty, "empty", "").from()).isZero();
    }

    @Test
    public void agesAreToldInTheTwoGreatestUnits() {
        assertThat(When.text(Duration.ofSeconds(-5))).isEqualTo("under 1 min");
        assertThat(When.text(Duration.ofMinutes(59))).isEqualTo("59 min");
        assertThat(When.text(Duration.ofMinutes(125))).isEqualTo("2 h 5 min");
        assertThat(When.text(Duration.ofHours(24))).isEqualTo("1 d");
        assertThat(When.text(Duration.ofHours(49))).isEqualTo("2 d 1 h");
        assertThat(When.took(Duration.ofSeconds(750))).isEqualTo("12 min 30 s");
    }

    @Test
    public void onlyAddressesOfTheWebBecomeLinks() {
        for (String bad : new String[] {
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "data:text/html,x",
            "//evil.example",
            "/x",
            "http:",
            "https:///x",
            " https://a.example",
            "vbscript:x",
            "https://a.example/\"onload=x",
            "https://a.example/ b",
            "java\nscript:x"
        }) {
            assertThat(Links.foreign(bad)).as(bad).isEmpty();
        }
        assertThat(Links.foreign("HTTPS://ci.example/a?b=c&d#e")).contains("HTTPS://ci.example/a?b=c&d#e");
        assertThat(new Links("", "https://github.com").user("a/../b?c")).isEqualTo("https://github.com/a%2F..%2Fb%3Fc");
        assertThat(new Links("", "https://github.com").user("renovate[bot]"))
                .isEqualTo("https://github.com/apps/renovate");
    }

    private List<Integer> numbers(String spec, String query) {
        return page(spec, query).rows().stream().map(RowView::number).toList();
    }

    @Test
    public void linksToWhatIsUsualEndWithTheAddressOfThePage() {
        QueuePage page = page("widget", "status=failed&q=x");
        assertThat(page.resetUrl()).isEqualTo("/queue/widget");
        assertThat(page("widget", "status=failed").chips())
                .extracting(QueuePage.Chip::url)
                .contains("/queue/widget", "/queue/widget?status=failed")
                .noneMatch(url -> url.endsWith("?"));
    }

    private QueuePage page(String spec, String query) {
        return page(reader, spec, query);
    }

    private static QueuePage page(SampleReader reader, String spec, String query) {
        Selection selection = Selection.of(spec, reader);
        try {
            QueueQuery wanted = QueueQuery.of(Target.of(HttpRequest.get("/queue/" + spec, query)));
            return QueuePage.of(
                    selection,
                    selection.queues(reader, SampleQueues.NOW),
                    reader.health(),
                    wanted,
                    new Links("", "https://github.com"),
                    SampleQueues.NOW);
        } catch (Target.Malformed e) {
            throw new AssertionError(e);
        }
    }
}
