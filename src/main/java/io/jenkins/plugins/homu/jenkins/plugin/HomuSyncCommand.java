package io.jenkins.plugins.homu.jenkins.plugin;

import hudson.Extension;
import hudson.cli.CLICommand;
import io.jenkins.plugins.homu.core.event.Event.SyncRequested;
import io.jenkins.plugins.homu.jenkins.QueueAccess;
import io.jenkins.plugins.homu.jenkins.web.HomuPermissions;
import io.jenkins.plugins.homu.runtime.HomuRuntime;
import jenkins.model.Jenkins;
import org.kohsuke.args4j.Argument;

/** {@code jenkins-cli homu-sync LABEL}: compares a repository with GitHub now. */
@Extension
public class HomuSyncCommand extends CLICommand {
    @Argument(metaVar = "LABEL", required = true, usage = "Repository")
    private String label;

    @Override
    public String getShortDescription() {
        return Messages.HomuSyncCommand_description();
    }

    @Override
    protected int run() {
        Jenkins.get().checkPermission(HomuPermissions.MANAGE);
        HomuRuntime runtime = QueueAccess.get()
                .runtime()
                .orElseThrow(() -> new IllegalStateException(Messages.HomuQueueCommand_notRunning()));
        if (!runtime.sink()
                .submit(label, new SyncRequested(Jenkins.getAuthentication2().getName()))) {
            throw new IllegalArgumentException(Messages.HomuQueueCommand_unknown(
                    label, String.join(", ", runtime.reader().labels())));
        }
        return 0;
    }
}
