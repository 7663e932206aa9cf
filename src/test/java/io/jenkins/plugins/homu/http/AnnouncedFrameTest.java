package io.jenkins.plugins.homu.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.Test;

public class AnnouncedFrameTest {
    private static String shown(String announcement) {
        PageContent page = new PageContent("t", "h", List.of(), "", List.of(), "<p>content</p>", null);
        return PageFrame.announcing(() -> Optional.ofNullable(announcement), PageFrame.NONE)
                .frame(200, page)
                .page()
                .orElseThrow()
                .markup();
    }

    @Test
    public void withoutOneThePageIsAsItWas() {
        assertThat(shown(null)).isEqualTo("<p>content</p>");
        assertThat(shown("  ")).isEqualTo("<p>content</p>");
    }

    @Test
    public void itStandsAboveTheContent() {
        assertThat(shown("Offline tomorrow."))
                .contains("<p>Offline tomorrow.</p>")
                .endsWith("<p>content</p>");
    }

    @Test
    public void itIsTextAndNoMarkup() {
        assertThat(shown("<img src=x onerror=alert(1)> & \"so\""))
                .contains("&lt;img src=x onerror=alert(1)&gt; &amp; &quot;so&quot;");
    }

    @Test
    public void addressesBecomeLinks() {
        assertThat(shown("See https://status.example.org/a?b=1&c=2, please."))
                .contains(
                        "See <a href=\"https://status.example.org/a?b=1&amp;c=2\">https://status.example.org/a?b=1&amp;c=2"
                                + "</a>, please.");
        assertThat(shown("javascript:alert(1) https://")).doesNotContain("<a ");
    }
}
