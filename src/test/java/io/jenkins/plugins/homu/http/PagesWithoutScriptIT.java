package io.jenkins.plugins.homu.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.testing.Chromium;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.openqa.selenium.support.ui.Select;

/** The pages in a Chromium that runs no scripts. */
public class PagesWithoutScriptIT {
    private Chromium browser;
    private Application application;
    private LoopbackShell shell;

    @Before
    public void start() {
        browser = Chromium.start(false, SampleQueues.NOW);
        application = Applications.over(new SampleReader(SampleQueues.widget(), SampleQueues.gadget()));
        shell = new LoopbackShell(application, "");
    }

    @After
    public void stop() {
        if (shell != null) {
            application.close();
            shell.close();
            browser.close();
        }
    }

    @Test
    public void searchSortAndFilterWorkByFormsAndLinks() {
        browser.open(shell.url("/"));
        browser.follow("[data-homu-key=widget] .homu-title");
        assertThat(browser.numbers()).hasSize(9);
        assertThat(browser.element("[data-homu-indicator]").isDisplayed()).isFalse();
        browser.picture("queue-without-script", true);

        browser.element("#homu-search").sendKeys("queue");
        browser.follow(".homu-tools__apply");
        assertThat(browser.numbers()).containsExactly("#104", "#97", "#121");
        assertThat(browser.element("#homu-search").getDomProperty("value")).isEqualTo("queue");

        browser.follow("#homu-chip-approved");
        assertThat(browser.numbers()).containsExactly("#104", "#97", "#121");
        browser.follow("#homu-sort-number");
        assertThat(browser.numbers()).containsExactly("#97", "#104", "#121");
        browser.follow("#homu-sort-number");
        assertThat(browser.numbers()).containsExactly("#121", "#104", "#97");
        assertThat(browser.driver.getCurrentUrl()).endsWith("/queue/widget?q=queue&status=approved&sort=-number");

        new Select(browser.element("#homu-sort")).selectByValue("title");
        browser.follow(".homu-tools__apply");
        assertThat(browser.numbers()).containsExactly("#104", "#121", "#97");

        browser.follow("[data-homu-reset]");
        assertThat(browser.numbers()).hasSize(9);
        browser.follow("[data-homu-key='widget/110'] .homu-title");
        assertThat(browser.element("h1").getText()).isEqualTo("Support IPv6 literals in peer addresses");
        assertThat(browser.texts(".homu-table--builders .homu-badge")).containsExactly("passed", "failed");
        assertThat(shell.served).noneMatch(line -> line.contains("/api/events"));
    }
}
