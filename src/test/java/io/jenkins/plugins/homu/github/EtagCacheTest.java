package io.jenkins.plugins.homu.github;

import static org.assertj.core.api.Assertions.assertThat;

import okio.ByteString;
import org.junit.Test;

public class EtagCacheTest {
    private final EtagCache cache = new EtagCache(10_000);

    @Test
    public void keepsWithinItsBoundAndDropsWhatWasUsedLongestAgo() {
        for (int i = 0; i < 100; i++) {
            cache.keep("key" + i, entry(500));
            assertThat(cache.find("key0")).as("used all the time").isPresent();
            assertThat(cache.usedBytes()).isLessThanOrEqualTo(10_000);
        }
        assertThat(cache.find("key1")).isEmpty();
        assertThat(cache.find("key99")).isPresent();
    }

    @Test
    public void doesNotKeepWhatIsTooLarge() {
        cache.keep("key", entry(500));
        cache.keep("key", entry(5000));
        assertThat(cache.find("key")).isEmpty();
        assertThat(cache.usedBytes()).isZero();
    }

    private static EtagCache.Entry entry(int size) {
        return new EtagCache.Entry("\"e\"", ByteString.of(new byte[size]), null);
    }
}
