package io.jenkins.plugins.homu.core.model;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of rollups: pull requests whose heads are made of other pull requests' heads.
 *
 * @param made by the number of the rollup's own pull request; those that were closed are not among them
 * @param notice what became of the last wish for one
 */
public record Rollups(Map<Integer, Rollup> made, Optional<Notice> notice) {
    public static final Rollups NONE = new Rollups(Map.of(), Optional.empty());

    public Rollups {
        made = Map.copyOf(made);
    }

    /**
     * One rollup.
     *
     * @param parts the heads in it, in the order they were merged
     * @param by who asked for it
     * @param broken why it must not be merged any more, as an English sentence without a full stop; empty: it may
     */
    public record Rollup(List<AttemptMember> parts, String by, Instant at, Optional<String> broken) {
        public Rollup {
            parts = List.copyOf(parts);
        }

        public boolean includes(int number) {
            return parts.stream().anyMatch(part -> part.number() == number);
        }
    }

    /** A word to whoever looks at the page. @param failed whether nothing came of it */
    public record Notice(String text, boolean failed, Instant at) {}

    public Optional<Rollup> rollup(int number) {
        return Optional.ofNullable(made.get(number));
    }

    public Rollups with(int number, Rollup rollup) {
        Map<Integer, Rollup> next = new HashMap<>(made);
        next.put(number, rollup);
        return new Rollups(next, notice);
    }

    public Rollups without(int number) {
        Map<Integer, Rollup> next = new HashMap<>(made);
        next.remove(number);
        return new Rollups(next, notice);
    }

    public Rollups saying(String text, boolean failed, Instant at) {
        return new Rollups(made, Optional.of(new Notice(text, failed, at)));
    }
}
