package io.jenkins.plugins.homu.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.testing.Await;
import io.jenkins.plugins.homu.testing.Chromium;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Test;
import org.openqa.selenium.Keys;

/**
 * The pages in Chromium. Long, because all of it shares one browser and one server, which take seconds to start.
 */
public class PagesInBrowserIT {
    private static final String[] PAGES = {
        "/", "/queue/widget", "/queue/all", "/results/widget/110", "/results/widget/118"
    };

    private static Chromium browser;
    private SampleReader reader;
    private Application application;
    private LoopbackShell shell;

    @BeforeClass
    public static void startTheBrowser() {
        browser = Chromium.start(true, SampleQueues.NOW);
    }

    @AfterClass
    public static void stopTheBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @Before
    public void startTheServer() {
        reader = new SampleReader(SampleQueues.widget(), SampleQueues.gadget());
        application = Applications.over(reader);
        shell = new LoopbackShell(application, "/homu");
        browser.size(1360, 900);
        browser.prefer("prefers-color-scheme", "light");
        browser.complaints();
    }

    @After
    public void stopTheServer() {
        application.close();
        shell.close();
    }

    @Test
    public void picturesOfAllPages() {
        reader.trouble(
                "gadget", "GitHub refuses the token: 401 Bad credentials. Renew access_token in the configuration.");
        for (String scheme : new String[] {"light", "dark"}) {
            browser.prefer("prefers-color-scheme", scheme);
            for (int width : new int[] {1360, 390}) {
                browser.size(width, 900);
                String suffix = "-" + scheme + (width < 600 ? "-phone" : "");
                browser.open(shell.url("/"));
                browser.picture("index" + suffix, true);
                browser.open(shell.url("/queue/widget"));
                browser.picture("queue" + suffix, true);
                browser.open(shell.url("/queue/all"));
                browser.picture("queue-all" + suffix, true);
                browser.open(shell.url("/results/widget/110"));
                browser.picture("results" + suffix, true);
                browser.open(shell.url("/queue/nothing"));
                browser.picture("unknown" + suffix, true);
            }
        }
        assertThat(browser.complaints()).allMatch(line -> line.contains("/queue/nothing"));
    }

    @Test
    public void typingSearchesInPlace() {
        openQueue("/queue/widget");
        int requests = shell.served.size();

        browser.element("#homu-search").sendKeys("ipv6 windows");

        assertThat(browser.numbers()).containsExactly("#110");
        assertThat(browser.element("[data-homu-summary]").getText()).isEqualTo("1 of 9 pull requests");
        assertThat(browser.driver.getCurrentUrl()).endsWith("/queue/widget?q=ipv6%20windows");
        browser.element("#homu-search").sendKeys(" and more");
        assertThat(browser.numbers()).isEmpty();
        assertThat(browser.element(".homu-empty").getText()).isEqualTo("No pull request matches the search.");
        browser.element("[data-homu-reset]").click();
        assertThat(browser.numbers()).hasSize(9);
        assertThat(browser.focused()).isEqualTo("homu-search");
        assertThat(shell.served).hasSize(requests);
    }

    @Test
    public void headsSortInPlaceAsTheServerWould() {
        for (String column : QueueQuery.SORTS) {
            for (String direction : new String[] {"", "-"}) {
                browser.open(shell.url("/queue/all?sort=" + direction + column));
                List<String> sortedByTheServer = browser.numbers();
                openQueue("/queue/all");
                int requests = shell.served.size();

                // The place is what the queue is sorted by already: a first click turns it round.
                int clicks = (column.equals("position") ? 0 : 1) + (direction.isEmpty() ? 0 : 1);
                for (int i = 0; i < clicks; i++) {
                    browser.element("#homu-sort-" + column).click();
                }

                assertThat(browser.numbers()).as(direction + column).isEqualTo(sortedByTheServer);
                assertThat(browser.element(".homu-head--" + column).getDomAttribute("aria-sort"))
                        .isEqualTo(direction.isEmpty() ? "ascending" : "descending");
                assertThat(shell.served).hasSize(requests);
            }
        }
    }

    @Test
    public void countersFilterInPlaceAndTheAddressRemembers() {
        openQueue("/queue/widget");

        browser.element("#homu-chip-failed").click();

        assertThat(browser.numbers()).containsExactly("#88", "#110");
        assertThat(browser.driver.getCurrentUrl()).endsWith("/queue/widget?status=failed");
        browser.driver.navigate().refresh();
        assertThat(browser.numbers()).containsExactly("#88", "#110");
        // The page came with two rows only; the others are fetched behind its back.
        Await.until(
                () -> "true".equals(browser.run("return document.querySelector('.homu-app').dataset.homuComplete")));
        browser.element("#homu-chip-all").click();
        assertThat(browser.numbers()).hasSize(9);
    }

    @Test
    public void unknownWishesInAnAddressCountAsAbsent() {
        openQueue("/queue/widget");
        List<String> all = browser.numbers();
        for (String query : List.of("status=nonsense", "sort=x", "sort=[", "sort=-x", "status=%22]&sort=constructor")) {
            openQueue("/queue/widget?" + query);
            assertThat(browser.numbers()).as(query).isEqualTo(all);
            assertThat(browser.run("return document.querySelector('#homu-sort').value"))
                    .as(query)
                    .isEqualTo("position");
            // The script lives: it threw at "[" before it listened to anything.
            browser.element("#homu-chip-failed").click();
            assertThat(browser.numbers()).as(query).containsExactly("#88", "#110");
            assertThat(browser.driver.getCurrentUrl()).as(query).endsWith("/queue/widget?status=failed");
        }
    }

    @Test
    public void aChangeArrivesByItselfAndDisturbsNothing() {
        openQueue("/queue/widget");
        browser.element("#homu-search").sendKeys("topic");
        browser.element("#homu-sort-number").click();
        browser.run("document.querySelector('[data-homu-key=\"widget/110\"] .homu-title').focus()");
        browser.run("window.scrollTo(0, 120)");
        browser.run(
                """
                var text = document.querySelector('[data-homu-key="widget/104"] .homu-title bdi').firstChild;
                document.getSelection().setBaseAndExtent(text, 2, text, 12);""");
        Object node = browser.run("return window.kept = document.querySelector('[data-homu-key=\"widget/110\"]')");
        assertThat(node).isNotNull();

        reader.change(SampleQueues.with(
                reader.state("widget").orElseThrow(),
                SampleQueues.approved(SampleQueues.pull(105, "Arrived while you looked"), Duration.ofMinutes(1))));

        Await.until(() -> browser.numbers().contains("#105"));
        assertThat(browser.numbers())
                .containsExactly("#88", "#97", "#104", "#105", "#110", "#115", "#118", "#119", "#121");
        assertThat(browser.run("return window.kept === document.querySelector('[data-homu-key=\"widget/110\"]')"))
                .isEqualTo(true);
        assertThat(browser.focused()).endsWith("/results/widget/110");
        assertThat(browser.run("return document.getSelection().toString()")).isEqualTo("ose idle c");
        assertThat(browser.run("return window.scrollY")).isEqualTo(120L);
        assertThat(browser.run("return document.querySelector('#homu-search').value"))
                .isEqualTo("topic");
        assertThat(browser.element("[data-homu-announce]").getDomProperty("textContent"))
                .isEqualTo("#105: Approved");
        assertThat(browser.element("#homu-chip-all .homu-chip__count").getText())
                .isEqualTo("10");
    }

    @Test
    public void whatLeavesTheQueueIsAnnounced() {
        openQueue("/queue/widget");

        reader.change(SampleQueues.without(reader.state("widget").orElseThrow(), 110));

        Await.until(() -> !browser.numbers().contains("#110"));
        assertThat(browser.element("[data-homu-announce]").getDomProperty("textContent"))
                .isEqualTo("#110: Not open any more");
    }

    @Test
    public void typingGoesOnWhileUpdatesArrive() {
        openQueue("/queue/widget");
        for (int i = 0; i < 12; i++) {
            browser.element("#homu-search").sendKeys("parser module".substring(i, i + 1));
            reader.change(
                    SampleQueues.with(reader.state("widget").orElseThrow(), SampleQueues.pull(200 + i, "Noise " + i)));
        }
        assertThat(browser.run("return document.querySelector('#homu-search').value"))
                .isEqualTo("parser modul");
        assertThat(browser.focused()).isEqualTo("homu-search");
        assertThat(browser.numbers()).containsExactly("#88");
    }

    @Test
    public void aPausedPageStaysAsItIsUntilItGoesOn() {
        openQueue("/queue/widget");
        assertThat(browser.element(".homu-live__button").getText()).isEqualTo("Live");

        browser.element(".homu-live__button").click();

        assertThat(browser.element(".homu-live__button").getText()).isEqualTo("Paused");
        assertThat(browser.element(".homu-live__button").getDomAttribute("aria-pressed"))
                .isEqualTo("true");
        reader.change(SampleQueues.with(reader.state("widget").orElseThrow(), SampleQueues.pull(300, "Later")));
        assertThat(browser.numbers()).hasSize(9);
        browser.element(".homu-live__button").click();
        Await.until(() -> browser.numbers().contains("#300"));
        Await.until(() -> browser.element(".homu-live__button").getText().equals("Live"));
    }

    @Test
    public void afterABrokenConnectionThePageCatchesUp() {
        openQueue("/queue/widget");

        shell.cutStreams();
        reader.change(SampleQueues.with(reader.state("widget").orElseThrow(), SampleQueues.pull(301, "Missed")));

        Await.until(() -> browser.numbers().contains("#301"));
        Await.until(() -> browser.element(".homu-live__button").getText().equals("Live"));
    }

    @Test
    public void thePageOfAPullRequestAndTheFirstPageAreLiveToo() {
        openQueue("/results/widget/119");
        PullRequest pull = reader.state("widget").orElseThrow().pull(119).orElseThrow();
        reader.change(SampleQueues.with(
                reader.state("widget").orElseThrow(), SampleQueues.approved(pull, Duration.ofMinutes(2))));
        Await.until(() -> browser.texts(".homu-facts-line .homu-badge").equals(List.of("Approved")));
        assertThat(browser.element("[data-homu-announce]").getDomProperty("textContent"))
                .isEqualTo("#119: Approved");

        openQueue("/");
        reader.change(SampleQueues.with(reader.state("gadget").orElseThrow(), SampleQueues.pull(99, "More")));
        Await.until(() ->
                browser.texts("[data-homu-key=gadget] .homu-cell--count").get(0).equals("3"));
    }

    @Test
    public void everythingCanBeDoneWithTheKeyboard() {
        openQueue("/queue/widget");

        press(Keys.TAB);
        assertThat(browser.run("return document.activeElement.textContent")).isEqualTo("Skip to the content");
        browser.picture("keyboard-skip-link", false);
        press(Keys.ENTER);
        assertThat(browser.focused()).isEqualTo("homu-main");
        tabTo("homu-chip-failed");
        browser.picture("keyboard-chip", false);
        press(Keys.ENTER);
        assertThat(browser.numbers()).containsExactly("#88", "#110");
        assertThat(browser.focused()).isEqualTo("homu-chip-failed");
        tabTo("homu-search");
        browser.driver.switchTo().activeElement().sendKeys("ipv6");
        assertThat(browser.numbers()).containsExactly("#110");
        press(Keys.ENTER);
        assertThat(browser.numbers()).containsExactly("#110");
        tabTo("homu-sort-title");
        press(Keys.ENTER);
        assertThat(browser.focused()).isEqualTo("homu-sort-title");
        assertThat(browser.element(".homu-head--title").getDomAttribute("aria-sort"))
                .isEqualTo("ascending");
        tabTo(shell.path("/results/widget/110"));
        press(Keys.ENTER);
        Await.until(() -> browser.driver.getCurrentUrl().endsWith("/results/widget/110"));
    }

    @Test
    public void nothingStandsOutAtTheSideOfAPhone() {
        for (String page : PAGES) {
            for (int width : new int[] {320, 390, 760, 800, 1100}) {
                browser.size(width, 800);
                openQueue(page);
                assertThat((Long) browser.run("return document.documentElement.scrollWidth"))
                        .as(page + " at " + width)
                        .isLessThanOrEqualTo(width);
            }
        }
    }

    @Test
    public void axeFindsNothingToComplainOf() {
        reader.trouble("gadget", "GitHub refuses the token: 401 Bad credentials.");
        for (String scheme : new String[] {"light", "dark"}) {
            browser.prefer("prefers-color-scheme", scheme);
            for (int width : new int[] {1360, 390}) {
                browser.size(width, 900);
                for (String page : PAGES) {
                    openQueue(page);
                    assertThat(axe()).as(page + " " + scheme + " " + width).isEmpty();
                }
            }
        }
    }

    @Test
    public void whoWantsLessMotionGetsNone() {
        openQueue("/queue/widget");
        String turning =
                "return getComputedStyle(document.querySelector('.homu-badge--pending'), '::before').animationName";
        assertThat(browser.run(turning)).isEqualTo("homu-turn");
        browser.prefer("prefers-reduced-motion", "reduce");
        assertThat(browser.run(turning)).isEqualTo("none");
    }

    @Test
    public void whatOthersWriteIsTextAndNothingElse() {
        reader.change(HostileQueue.state("widget", 50));
        for (String page : new String[] {
            "/queue/widget",
            "/queue/all",
            "/results/widget/1",
            "/results/widget/5",
            "/",
            "/queue/widget?q=%3Cscript%3Epwned%28%29%3C%2Fscript%3E%22%27"
        }) {
            openQueue(page);
            assertThat(browser.run("return window.pwned")).as(page).isNull();
            assertThat(
                            browser.elements(
                                    ".homu-app script, .homu-app img, .homu-app iframe, .homu-app svg, .homu-app [onclick], .homu-app [onerror]"))
                    .as(page)
                    .isEmpty();
            assertThat(browser.elements("a[href^='javascript'], a[href^='data']"))
                    .as(page)
                    .isEmpty();
        }
        openQueue("/queue/widget");
        browser.picture("hostile", true);
        assertThat(browser.texts(".homu-title")).contains("<script>window.pwned = 1</script>");
        // Live updates take the same way through the parser, and the search through the address.
        reader.change(HostileQueue.state("widget", 51));
        browser.element("#homu-search").sendKeys("<script>");
        assertThat(browser.numbers()).isNotEmpty();
        assertThat(browser.run("return window.pwned")).isNull();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    public void aQueueTooLongForOnePageIsSearchedOnTheServer() {
        List<PullRequest> pulls = new ArrayList<>();
        for (int number = 1; number <= 10_000; number++) {
            pulls.add(SampleQueues.approved(SampleQueues.pull(number, "Change " + number), Duration.ofMinutes(number)));
        }
        reader.change(SampleQueues.state("widget", 60, pulls, List.of()));
        openQueue("/queue/widget");
        assertThat(browser.run("return document.querySelectorAll('.homu-row').length"))
                .isEqualTo(500L);
        assertThat(browser.element("[data-homu-summary]").getText()).isEqualTo("1 to 500 of 10000 pull requests");

        browser.element("#homu-search").sendKeys("topic-9876");

        Await.until(() -> browser.numbers().equals(List.of("#9876")));
        browser.element("#homu-search").sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
        Await.until(() -> (Long) browser.run("return document.querySelectorAll('.homu-row').length") == 500);
        browser.element("#homu-sort-number").click();
        browser.element("#homu-sort-number").click();
        Await.until(() -> browser.run("return document.querySelector('.homu-row').dataset.homuKey")
                .equals("widget/10000"));
        browser.element("#homu-next").click();
        Await.until(() -> browser.run("return document.querySelector('.homu-row').dataset.homuKey")
                .equals("widget/9500"));
        browser.picture("pager", false);
    }

    private void openQueue(String page) {
        browser.open(shell.url(page));
        Await.until(() -> browser.element(".homu-live__text")
                .getDomProperty("textContent")
                .equals("Live"));
    }

    private void press(Keys key) {
        browser.driver.switchTo().activeElement().sendKeys(key);
    }

    private void tabTo(String idOrAddress) {
        for (int i = 0; i < 60; i++) {
            press(Keys.TAB);
            if (browser.focused().equals(idOrAddress)) {
                return;
            }
        }
        throw new AssertionError("The tabulator does not reach " + idOrAddress);
    }

    /** What axe has against the present page: rule and element. */
    private List<?> axe() {
        browser.run(script("/axe.min.js"));
        return (List<?>)
                browser.driver.executeAsyncScript(
                        """
                var done = arguments[arguments.length - 1];
                axe.run(document).then(function (result) {
                  if (result.passes.length < 15) { done(['axe looked at next to nothing']); }
                  done(result.violations.map(function (violation) {
                    return violation.id + ': ' + violation.nodes.map(function (node) { return node.html; }).join(' | ');
                  }));
                }, function (error) { done(['axe failed: ' + error]); });""");
    }

    private static String script(String resource) {
        try (InputStream in = PagesInBrowserIT.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
