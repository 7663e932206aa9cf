package io.jenkins.plugins.homu.core.policy;

import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.queue.Branches;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What keeps a pull request from being approved and started, whoever wants it. */
public final class StartGate {
    private static final Pattern WORK_IN_PROGRESS =
            Pattern.compile("^\\s*(\\[(wip|todo|do not merge)\\]|(wip|todo)\\b)", Pattern.CASE_INSENSITIVE);

    private StartGate() {}

    /** Empty: nothing does. Otherwise the reason, as an English clause such as "it is a draft". */
    public static Optional<String> reasonAgainst(PullRequest pull, RepositorySettings settings) {
        if (pull.draft()) {
            return Optional.of("it is a draft");
        }
        if (Branches.isOurs(pull.baseRef(), settings)) {
            return Optional.of("its base is a branch that the bot itself moves for testing");
        }
        if (WORK_IN_PROGRESS.matcher(pull.title()).find()) {
            return Optional.of("its title says that it is still in progress");
        }
        Set<String> blocking = new TreeSet<>();
        for (String label : pull.labels()) {
            if (settings.blockingLabels().stream().anyMatch(label::equalsIgnoreCase)) {
                blocking.add(label.toLowerCase(Locale.ROOT));
            }
        }
        if (!blocking.isEmpty()) {
            return Optional.of("it has the label " + String.join(", ", blocking));
        }
        return Optional.empty();
    }
}
