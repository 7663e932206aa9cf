package io.jenkins.plugins.homu.jenkins.plugin;

import hudson.cli.CLICommand;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.jenkins.QueueAccess;
import io.jenkins.plugins.homu.jenkins.web.HomuPermissions;
import io.jenkins.plugins.homu.runtime.HomuRuntime;
import jenkins.model.Jenkins;
import org.kohsuke.args4j.Argument;

/** What those who may manage the queues do to one of them. */
abstract class ManagingCommand extends CLICommand {
    @Argument(metaVar = "LABEL", required = true, usage = "Repository")
    private String label;

    /** @param by who does it */
    abstract Event event(String by);

    @Override
    protected int run() {
        Jenkins.get().checkPermission(HomuPermissions.MANAGE);
        HomuRuntime runtime = QueueAccess.get()
                .runtime()
                .orElseThrow(() -> new IllegalStateException(Messages.HomuQueueCommand_notRunning()));
        runtime.notBegun(label).ifPresent(why -> {
            throw new IllegalStateException(Messages.ManagingCommand_notBegun(label, why));
        });
        if (!runtime.sink().submit(label, event(Jenkins.getAuthentication2().getName()))) {
            throw new IllegalArgumentException(Messages.HomuQueueCommand_unknown(
                    label, String.join(", ", runtime.reader().labels())));
        }
        return 0;
    }
}
