package io.jenkins.plugins.homu.http;

import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.queue.QueueView;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import io.jenkins.plugins.homu.port.QueueReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The repositories that an address names: one label, several joined with a plus, or {@code all}.
 *
 * @param spec as it was asked for
 * @param unknown labels that are not configured; nothing is shown when there are any
 */
record Selection(String spec, List<String> labels, List<String> unknown) {
    static final String ALL = "all";

    Selection {
        labels = List.copyOf(labels);
        unknown = List.copyOf(unknown);
    }

    static Selection of(String spec, QueueReader reader) {
        List<String> known = reader.labels();
        if (spec.equals(ALL)) {
            return new Selection(spec, known, List.of());
        }
        if (known.contains(spec)) {
            return new Selection(spec, List.of(spec), List.of());
        }
        Set<String> labels = new LinkedHashSet<>();
        Set<String> unknown = new LinkedHashSet<>();
        for (String label : spec.split("\\+", -1)) {
            (known.contains(label) ? labels : unknown).add(label);
        }
        return new Selection(spec, List.copyOf(labels), List.copyOf(unknown));
    }

    boolean isKnown() {
        return unknown.isEmpty();
    }

    boolean isSeveral() {
        return spec.equals(ALL) || labels.size() > 1;
    }

    /** The present state of each; one that vanished in between is left out. */
    List<Queue> queues(QueueReader reader, Instant now) {
        List<Queue> queues = new ArrayList<>(labels.size());
        for (String label : labels) {
            Optional<RepositorySettings> settings = reader.settings(label);
            Optional<RepositoryState> state = reader.state(label);
            if (settings.isPresent() && state.isPresent()) {
                queues.add(new Queue(settings.get(), QueueView.of(state.get(), settings.get(), now)));
            }
        }
        return queues;
    }
}
