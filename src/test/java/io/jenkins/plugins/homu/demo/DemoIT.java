package io.jenkins.plugins.homu.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.simulator.SimPull;
import io.jenkins.plugins.homu.testing.Await;
import io.jenkins.plugins.homu.testing.Chromium;
import java.time.Duration;
import java.util.List;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.openqa.selenium.By;
import org.openqa.selenium.support.ui.Select;

/** The demo as a newcomer uses it: in a browser, by typing comments, with the server killed in the middle. */
public class DemoIT {
    @Rule
    public final TemporaryFolder directory = new TemporaryFolder();

    private Demo demo;
    private Chromium browser;

    @Before
    public void start() throws Exception {
        Chromium.assumeInstalled();
        demo = new Demo(directory.getRoot().toPath(), Demo.freePort(0), Demo.freePort(0));
        browser = Chromium.start(true);
    }

    @After
    public void stop() {
        if (browser != null) {
            browser.close();
        }
        if (demo != null) {
            demo.close();
        }
    }

    @Test
    public void commentsMergeFailRetryTryAndConflictBeforeOnesEyes() throws Exception {
        comment(1, "alice", "@homu r+");
        until("#1 is merged", () -> pull(1).isMerged());
        until("#1 says so", () -> said(1).stream().anyMatch(text -> text.startsWith(":sunny: Test successful")));
        assertThat(said(1)).anyMatch(text -> text.startsWith(":pushpin: Commit "));
        browser.picture("demo-merged", true);

        comment(2, "alice", "@homu r+");
        until("#2 failed", () -> said(2).stream().anyMatch(text -> text.startsWith(":broken_heart: Test failed")));
        openQueue();
        browser.picture("demo-queue-failed", true);
        assertThat(browser.element("main").getText()).contains("Greet louder", "Failed");

        comment(2, "carol", "@homu retry");
        until(
                "#2 failed again",
                () -> said(2).stream()
                                .filter(text -> text.startsWith(":broken_heart: Test failed"))
                                .count()
                        == 2);

        comment(3, "carol", "@homu try");
        until("#3 was tried", () -> said(3).stream().anyMatch(text -> text.startsWith(":sunny: Test successful")));
        assertThat(pull(3).isMerged()).isFalse();

        comment(3, "mallory", "@homu r+");
        until("the stranger was refused", () -> said(3).stream().anyMatch(text -> text.contains(":key:")));

        comment(3, "alice", "@homu r+");
        comment(4, "alice", "@homu r+ p=10");
        until("#3 is tested", () -> said(3).stream().anyMatch(text -> text.contains(":hourglass: Testing")));
        browser.open(demo.github().url() + "/acme/widget/pulls");
        browser.follow(By.xpath("//button[contains(., 'Kill')]"));
        until("#3 is merged although the server was killed", () -> pull(3).isMerged());
        until("#4 conflicts now", () -> said(4).stream().anyMatch(text -> text.startsWith(":lock: Merge conflict")));
        until("the page has #4 only", () -> {
            openQueue();
            String text = browser.element("main").getText();
            return text.contains("Release 2.0") && !text.contains("Release 1.1");
        });
        browser.picture("demo-queue-conflict", true);
        assertThat(browser.complaints()).isEmpty();
    }

    private void comment(int number, String user, String text) {
        browser.open(demo.github().url() + "/acme/widget/pull/" + number);
        browser.element("#text").clear();
        browser.element("#text").sendKeys(text);
        new Select(browser.element("#user")).selectByValue(user);
        browser.follow(By.xpath("//button[. = 'Comment']"));
    }

    private void openQueue() {
        browser.open(demo.homuUrl() + "/queue/widget");
    }

    private SimPull pull(int number) {
        return demo.repository().pull(number);
    }

    private List<String> said(int number) {
        return pull(number).comments().stream()
                .filter(comment -> comment.author().equals("homu"))
                .map(comment -> comment.body().strip())
                .toList();
    }

    private static void until(String what, java.util.function.BooleanSupplier condition) {
        Await.until(what, Duration.ofSeconds(90), condition);
    }
}
