package io.jenkins.plugins.homu.jenkins;

import static io.jenkins.plugins.homu.jenkins.HomuInJenkins.until;
import static org.assertj.core.api.Assertions.assertThat;

import hudson.Launcher;
import hudson.model.AbstractBuild;
import hudson.model.BuildListener;
import hudson.model.FreeStyleProject;
import io.jenkins.plugins.darktheme.DarkThemeManagerFactory;
import io.jenkins.plugins.homu.simulator.SimPull;
import io.jenkins.plugins.homu.testing.Chromium;
import io.jenkins.plugins.thememanager.ThemeManagerPageDecorator;
import io.jenkins.plugins.thememanager.none.NoOpThemeManagerFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.After;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.jvnet.hudson.test.JenkinsRule;
import org.jvnet.hudson.test.TestBuilder;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/**
 * Our pages within Jenkins' own, in a browser that enforces the content security policy of Jenkins: in unit tests Jenkins
 * sends it in earnest. One Jenkins and one browser for all, because they take long to start.
 */
public class PagesInJenkinsTest {
    private static final int BROKEN = 2;
    private static final int LONG = 3;

    @ClassRule
    public static final JenkinsRule JENKINS = HomuTestBase.jenkinsForAClass();

    @ClassRule
    public static final TemporaryFolder DIRECTORY = new TemporaryFolder();

    private static final CountDownLatch END = new CountDownLatch(1);

    private static Chromium browser;
    private static HomuInJenkins homu;
    private static String url;

    /** One is merged, one has failed, one is being tested, one waits, and one is not approved. */
    @BeforeClass
    public static void prepare() throws Exception {
        Chromium.assumeInstalled();
        url = JENKINS.getURL().toString();
        FreeStyleProject widget = JENKINS.createFreeStyleProject("widget");
        widget.setQuietPeriod(0);
        widget.getBuildersList().add(new ByNumber());
        homu = new HomuInJenkins(DIRECTORY.getRoot().toPath());
        homu.configure(url, HomuInJenkins.job("linux", "widget"));
        SimPull merged = approve(homu.open("compression"));
        until("the first is merged", merged::isMerged);
        HomuInJenkins.untilSaid(approve(homu.open("encryption")), ":broken_heart:");
        SimPull tested = approve(homu.open("a-branch-with-quite-a-long-name-as-people-like-to-give-them"));
        HomuInJenkins.untilSaid(tested, ":hourglass:");
        approve(homu.open("waiting"));
        homu.open("fresh");
        browser = Chromium.start(true);
    }

    private static SimPull approve(SimPull pull) {
        pull.comment("alice", "@homu r+");
        return pull;
    }

    @AfterClass
    public static void stop() {
        END.countDown();
        if (browser != null) {
            browser.close();
        }
        if (homu != null) {
            homu.close();
        }
    }

    @Before
    public void begin() {
        browser.size(1360, 900);
        theme(false);
        browser.complaints();
    }

    /** Whatever a test did, the browser must have had nothing against it. */
    @After
    public void browserHasNoComplaints() {
        assertThat(complaints()).isEmpty();
    }

    /** A select of Jenkins' own that has no place for errors is no matter of ours; those of ours are looked at below. */
    private static List<String> complaints() {
        return browser.complaints().stream()
                .filter(line -> !line.contains("Couldn't find the expected status element"))
                .toList();
    }

    private static void theme(boolean dark) {
        ThemeManagerPageDecorator.get().setTheme(dark ? new DarkThemeManagerFactory() : new NoOpThemeManagerFactory());
        browser.prefer("prefers-color-scheme", dark ? "dark" : "light");
    }

    private static Map<String, String> ourPages() {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("index", "homu/");
        pages.put("queue", "homu/queue/widget");
        pages.put("all", "homu/queue/all");
        pages.put("failed", "homu/results/widget/" + BROKEN);
        pages.put("testing", "homu/results/widget/" + LONG);
        return pages;
    }

    private static Map<String, String> allPages() {
        Map<String, String> pages = ourPages();
        pages.put("front", "");
        pages.put("build", "job/widget/1/");
        pages.put("plugins", "manage/pluginManager/installed");
        pages.put("configuration", "manage/configure");
        return pages;
    }

    @Test
    public void picturesOfAllPages() {
        for (boolean dark : new boolean[] {false, true}) {
            theme(dark);
            for (int width : new int[] {1360, 400}) {
                browser.size(width, 900);
                // Jenkins' own are large, and looked at in their two extremes.
                boolean isExtreme = dark == width < 600;
                (isExtreme ? allPages() : ourPages()).forEach((name, path) -> {
                    browser.open(url + path);
                    if (name.equals("configuration")) {
                        expand(ourSection());
                    }
                    browser.picture("jenkins-" + name + (dark ? "-dark" : "") + (width < 600 ? "-phone" : ""), true);
                    assertThat(complaints()).as(path).isEmpty();
                });
            }
        }
    }

    @Test
    public void policyIsEnforced() {
        browser.open(url + "homu/queue/widget");

        browser.run(
                """
                var script = document.createElement('script');
                script.textContent = 'document.documentElement.dataset.slippedIn = "yes"';
                document.head.appendChild(script);""");

        assertThat(browser.run("return document.documentElement.dataset.slippedIn || 'no'"))
                .isEqualTo("no");
        assertThat(browser.complaints()).anyMatch(line -> line.contains("Content Security Policy"));
    }

    @Test
    public void rowsChangeWithoutReload() {
        browser.open(url + "homu/queue/widget");
        until("the updates are live", () -> browser.texts(".homu-live__text").equals(List.of("Live")));
        browser.run("window.sameAsBefore = true");
        SimPull pull = homu.open("live");

        until("the new row is there", () -> browser.numbers().contains("#" + pull.number()));
        approve(pull);

        until("the row says so", () -> row(pull).contains("Approved"));
        pull.comment("alice", "@homu r-");
        until("the row says so no more", () -> !row(pull).contains("Approved"));
        assertThat(browser.run("return window.sameAsBefore")).isEqualTo(true);
        pull.close();
        until("the row is gone", () -> !browser.numbers().contains("#" + pull.number()));
    }

    private static String row(SimPull pull) {
        return browser.texts("tr[data-homu-key='widget/" + pull.number() + "'] .homu-cell--status")
                .toString();
    }

    @Test
    public void buildLeadsToItsPullRequest() {
        browser.open(url + "job/widget/1/");

        assertThat(browser.element("#main-panel").getText()).contains("Homu: testing #1 for main");
        browser.follow("#side-panel a[href$='/homu/results/widget/1']");

        assertThat(browser.element("h1").getText()).contains("#1");
        browser.follow(".homu-table--builders a");
        assertThat(browser.driver.getCurrentUrl()).isEqualTo(url + "job/widget/1/");
    }

    @Test
    public void everyPageOfJenkinsLeadsToTheQueues() {
        browser.open(url + "job/widget/");

        browser.follow("#root-action-HomuRootAction");

        assertThat(browser.driver.getCurrentUrl()).startsWith(url + "homu");
        assertThat(browser.element("h1").getText()).isEqualTo("Merge queue");
    }

    @Test
    public void synchroniseComesBackToThePage() {
        browser.open(url + "homu/queue/widget");

        browser.follow("form[action$='/homu/sync'] button");

        assertThat(browser.driver.getCurrentUrl()).isEqualTo(url + "homu/queue/widget");
        assertThat(browser.numbers()).contains("#" + BROKEN);
    }

    @Test
    public void everythingIsReachedByTheKeyboard() {
        browser.open(url + "homu/queue/widget");

        List<String> reached = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            browser.driver.switchTo().activeElement().sendKeys(Keys.TAB);
            reached.add((String)
                    browser.run("var e = document.activeElement; return e.id || e.textContent.trim() || e.className"));
        }

        assertThat(reached)
                .contains(
                        "Repositories",
                        "All queues",
                        "Synchronise",
                        "homu-chip-failed",
                        "Live",
                        "homu-search",
                        "homu-sort-title",
                        "Add encryption");
    }

    @Test
    public void nothingStandsOutAtTheSide() {
        for (int width : new int[] {400, 760, 1000, 1360}) {
            browser.size(width, 800);
            ourPages().values().forEach(page -> {
                browser.open(url + page);
                // The browser takes to a phone's width a moment after the page is there.
                until(
                        page + " fits into " + width,
                        () -> (Long) browser.run("return document.documentElement.scrollWidth") <= width);
                // Wider than its column it would hang over on one side, whether or not the window has room for that.
                assertThat(
                                (Boolean)
                                        browser.run(
                                                """
                                var content = document.querySelector('.homu-app').getBoundingClientRect();
                                return Math.abs(content.left - (document.documentElement.clientWidth - content.right)) < 2;"""))
                        .as(page + " stands in the middle of " + width)
                        .isTrue();
            });
        }
    }

    @Test
    public void axeFindsNothingToComplainOf() {
        for (boolean dark : new boolean[] {false, true}) {
            theme(dark);
            ourPages().values().forEach(page -> {
                browser.open(url + page);
                assertThat(axe()).as(page + (dark ? " dark" : " light")).isEmpty();
            });
        }
    }

    @Test
    public void configurationCanBeOpenedAndSavedUnchanged() {
        String before = configured();
        browser.open(url + "manage/configure");

        WebElement section = ourSection();
        expand(section);
        assertThat(section.getText()).contains("Repositories", "Minutes between comparisons with GitHub");
        assertThat((List<?>) browser.run(
                        """
                        return Array.from(arguments[0].querySelectorAll('select')).filter(function (select) {
                          var main = select.closest('.setting-main');
                          return !main || !main.nextElementSibling;
                        }).map(function (select) { return select.name; });""",
                        section))
                .isEmpty();
        browser.follow("button[name='Submit']");

        assertThat(configured()).isEqualTo(before);
    }

    private static String configured() {
        return jenkins.model.Jenkins.XSTREAM2.toXML(
                io.jenkins.plugins.homu.jenkins.configuration.HomuGlobalConfiguration.get());
    }

    /** It may take the page's scripts a moment to arrange the sections. */
    private static WebElement ourSection() {
        AtomicReference<WebElement> found = new AtomicReference<>();
        until("our section is there", () -> {
            found.set(
                    (WebElement)
                            browser.run(
                                    """
                    return Array.from(document.querySelectorAll('.jenkins-section')).find(function (section) {
                      var title = section.querySelector('.jenkins-section__title');
                      return title && title.textContent.trim() === 'Homu merge queue';
                    });"""));
            return found.get() != null;
        });
        return found.get();
    }

    private static void expand(WebElement section) {
        browser.run(
                "arguments[0].querySelectorAll('.advanced-button, .advancedButton').forEach(function (b) { b.click(); })",
                section);
    }

    /** What axe has against our part of the present page: rule and element. */
    private static List<?> axe() {
        try (InputStream in = PagesInJenkinsTest.class.getResourceAsStream("/axe.min.js")) {
            browser.run(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return (List<?>)
                browser.driver.executeAsyncScript(
                        """
                var done = arguments[arguments.length - 1];
                axe.run('#main-panel').then(function (result) {
                  if (result.passes.length < 10) { done(['axe looked at next to nothing']); }
                  done(result.violations.map(function (violation) {
                    return violation.id + ': ' + violation.nodes.map(function (node) { return node.html; }).join(' | ');
                  }));
                }, function (error) { done(['axe failed: ' + error]); });""");
    }

    /** Passes, fails, or takes as long as the tests do. */
    private static final class ByNumber extends TestBuilder {
        @Override
        public boolean perform(AbstractBuild<?, ?> build, Launcher launcher, BuildListener listener)
                throws InterruptedException, IOException {
            int number = Integer.parseInt(build.getEnvironment(listener).get("HOMU_PULLS"));
            if (number == LONG) {
                END.await();
            }
            return number != BROKEN;
        }
    }
}
