package io.jenkins.plugins.homu.jenkins.plugin;

import hudson.Extension;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.event.Event.TreeSet;
import java.util.Optional;

/** {@code jenkins-cli homu-resume LABEL}: ends a pause, whoever made it. */
@Extension
public class HomuResumeCommand extends ManagingCommand {
    @Override
    public String getShortDescription() {
        return Messages.HomuResumeCommand_description();
    }

    @Override
    Event event(String by) {
        return new TreeSet(Optional.empty(), Optional.empty(), by);
    }
}
