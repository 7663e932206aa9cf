package io.jenkins.plugins.homu.http;

import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.queue.QueueView;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import java.util.List;
import java.util.regex.Pattern;

/** One repository as pages and JSON see it at one moment: its settings, its state, its pull requests in queue order. */
record Queue(RepositorySettings settings, QueueView view) {
    private static final Pattern CODE = Pattern.compile("`([^`]*)`");

    String label() {
        return settings.label();
    }

    RepositoryState state() {
        return view.state();
    }

    List<QueueView.Row> rows() {
        return view.rows();
    }

    /** A sentence that was written for comments, as a page shows it: quoted where a comment has code. */
    static String plain(String sentence) {
        return sentence.indexOf('`') < 0 ? sentence : CODE.matcher(sentence).replaceAll("\u201c$1\u201d");
    }
}
