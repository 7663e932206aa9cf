package io.jenkins.plugins.homu.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.Test;

/** Which words the try users of the settings may use, and which they may not. */
public class MergeQueueWhoMayTest {
    private static Scenario carolSays(String words) {
        return new Scenario().testing(2).listen().comment("carol", 2, "@homu " + words);
    }

    @Test
    public void tryUsersMayDoWhatTheyMayInTheOriginal() {
        for (String words : new String[] {"p=1", "retry", "try", "try-", "rollup", "rollup-", "force", "clean"}) {
            assertThat(carolSays(words).said(2)).as(words).noneMatch(text -> text.contains(":key:"));
        }
        assertThat(carolSays("p=1 rollup").pull(2).priority()).isEqualTo(1);
        assertThat(carolSays("try").tryOf(2).ciBranch()).isEqualTo("try");
    }

    @Test
    public void reviewersOnlyMayDoTheRest() {
        for (String words : new String[] {
            "r+", "r=carol", "r-", "delegate+", "delegate=carol", "delegate-", "treeclosed=5", "treeclosed-"
        }) {
            assertThat(carolSays(words).said(2))
                    .as(words)
                    .singleElement()
                    .asString()
                    .startsWith("@carol: :key: Insufficient privileges");
        }
    }
}
