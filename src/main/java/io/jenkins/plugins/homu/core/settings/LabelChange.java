package io.jenkins.plugins.homu.core.settings;

import java.util.Set;

/** @param unless nothing is changed on a pull request that has one of these */
public record LabelChange(Set<String> add, Set<String> remove, Set<String> unless) {
    public LabelChange {
        add = Set.copyOf(add);
        remove = Set.copyOf(remove);
        unless = Set.copyOf(unless);
    }
}
