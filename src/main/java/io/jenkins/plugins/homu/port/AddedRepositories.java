package io.jenkins.plugins.homu.port;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Repositories that were added while we ran, beside those of the configuration. They come back after a restart. */
public interface AddedRepositories {
    /**
     * One of them.
     *
     * @param settings JSON; holds secrets, never to be printed
     */
    record Entry(String label, String settings) {
        @Override
        public String toString() {
            return label;
        }
    }

    /** All, by label. Throws {@link StoreException} when they can't be read. */
    List<Entry> all();

    /** Adds one, or replaces that of the same label. Durable when the future completes. */
    CompletableFuture<Void> keep(Entry entry);

    /** Forgets one; nothing happens when there is none of that label. */
    CompletableFuture<Void> drop(String label);
}
