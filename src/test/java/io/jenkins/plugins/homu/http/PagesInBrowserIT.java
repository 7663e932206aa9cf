package io.jenkins.plugins.homu.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.After;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Test;

public class PagesInBrowserIT {
    private static Chromium browser;
    private SampleReader reader;
    private Application application;
    private LoopbackShell shell;

    @BeforeClass
    public static void startTheBrowser() {
        browser = Chromium.start(true);
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
}
