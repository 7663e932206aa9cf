package io.jenkins.plugins.homu.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.Test;

public class StoredTextTest {
    private static void roundTrip(String text) {
        String stored = StoredText.encode(text);
        assertThat(stored).doesNotContain("\u0000");
        assertThat(new String(stored.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
                .isEqualTo(stored);
        assertThat(StoredText.decode(stored)).isEqualTo(text);
    }

    @Test
    public void ordinaryTextStandsAsItIs() {
        for (String text : new String[] {"", "plain", "\\u0000 \\ 'x'", "\uD83D\uDE00 emoji", "\n\t\u0001\u2028"}) {
            assertThat(StoredText.encode(text)).isSameAs(text);
            assertThat(StoredText.decode(text)).isSameAs(text);
        }
    }

    @Test
    public void whatDatabasesRefuseIsEscaped() {
        assertThat(StoredText.encode("a\u0000b")).isEqualTo("a\u001B0000b");
        assertThat(StoredText.encode("\uD800")).isEqualTo("\u001BD800");
        assertThat(StoredText.encode("\u001B")).isEqualTo("\u001B001B");
    }

    @Test
    public void everyTextComesBack() {
        RandomStates.HOSTILE.forEach(StoredTextTest::roundTrip);
        Random random = new Random(1);
        char[] alphabet = "a\u0000\u001B0\uD83D\uDE00\uD800\uDC00F".toCharArray();
        for (int i = 0; i < 20_000; i++) {
            char[] text = new char[random.nextInt(8)];
            for (int j = 0; j < text.length; j++) {
                text[j] = alphabet[random.nextInt(alphabet.length)];
            }
            roundTrip(new String(text));
        }
    }

    @Test
    public void textThatWasNotWrittenByUsIsRefused() {
        assertThatThrownBy(() -> StoredText.decode("x\u001B00")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> StoredText.decode("x\u001Bzzzz")).isInstanceOf(IllegalArgumentException.class);
    }
}
