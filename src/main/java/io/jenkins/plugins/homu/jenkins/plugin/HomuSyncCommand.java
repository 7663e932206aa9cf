package io.jenkins.plugins.homu.jenkins.plugin;

import hudson.Extension;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.event.Event.SyncRequested;

/** {@code jenkins-cli homu-sync LABEL}: compares a repository with GitHub now. */
@Extension
public class HomuSyncCommand extends ManagingCommand {
    @Override
    public String getShortDescription() {
        return Messages.HomuSyncCommand_description();
    }

    @Override
    Event event(String by) {
        return new SyncRequested(by);
    }
}
