package io.jenkins.plugins.homu.github;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import okio.ByteString;

/** Answers seen before, with their ETags: asking again whether one still holds is free of GitHub's rate limit. */
final class EtagCache {
    /** @param link the Link header; null: none */
    record Entry(String etag, ByteString body, String link) {
        private static final int OVERHEAD = 200;

        private int size(String key) {
            return OVERHEAD + body.size() + 2 * (key.length() + etag.length() + (link == null ? 0 : link.length()));
        }
    }

    private final int capacity;
    private final Map<String, Entry> entries = new LinkedHashMap<>(64, 0.75f, true);
    private int used;

    /** @param capacity bytes; an answer that takes more than an eighth of it is not kept */
    EtagCache(int capacity) {
        this.capacity = capacity;
    }

    synchronized Optional<Entry> find(String key) {
        return Optional.ofNullable(entries.get(key));
    }

    synchronized void keep(String key, Entry entry) {
        forget(key);
        int size = entry.size(key);
        if (size > capacity / 8) {
            return;
        }
        entries.put(key, entry);
        used += size;
        var oldest = entries.entrySet().iterator();
        while (used > capacity) {
            Map.Entry<String, Entry> first = oldest.next();
            used -= first.getValue().size(first.getKey());
            oldest.remove();
        }
    }

    synchronized void forget(String key) {
        Entry old = entries.remove(key);
        if (old != null) {
            used -= old.size(key);
        }
    }

    synchronized int usedBytes() {
        return used;
    }
}
