package io.jenkins.plugins.homu.jenkins.plugin;

import hudson.Extension;
import hudson.cli.CLICommand;
import io.jenkins.plugins.homu.core.queue.QueueView;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import io.jenkins.plugins.homu.jenkins.QueueAccess;
import io.jenkins.plugins.homu.jenkins.web.HomuPermissions;
import io.jenkins.plugins.homu.port.QueueReader;
import java.time.Instant;
import java.util.List;
import jenkins.model.Jenkins;
import org.kohsuke.args4j.Argument;

/** {@code jenkins-cli homu-queue [LABEL]}: what is in the queues, in queue order. */
@Extension
public class HomuQueueCommand extends CLICommand {
    @Argument(metaVar = "LABEL", usage = "Repository; all without")
    private String label;

    @Override
    public String getShortDescription() {
        return Messages.HomuQueueCommand_description();
    }

    @Override
    protected int run() {
        Jenkins.get().checkPermission(HomuPermissions.VIEW);
        QueueReader reader = QueueAccess.get()
                .runtime()
                .orElseThrow(() -> new IllegalStateException(Messages.HomuQueueCommand_notRunning()))
                .reader();
        List<String> labels = label == null ? reader.labels() : List.of(label);
        for (String one : labels) {
            RepositorySettings settings = reader.settings(one)
                    .orElseThrow(() -> new IllegalArgumentException(
                            Messages.HomuQueueCommand_unknown(one, String.join(", ", reader.labels()))));
            reader.state(one).ifPresent(state -> QueueView.of(state, settings, Instant.now())
                    .rows()
                    .forEach(row -> stdout.println(one + "#" + row.pull().number() + "\t" + row.status() + "\t"
                            + row.pull().head().abbreviated() + "\t"
                            + oneLine(row.pull().title()) + "\t"
                            + oneLine(row.whyNot()))));
        }
        return 0;
    }

    /** Titles are other people's: no control characters to the terminal. */
    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }
}
