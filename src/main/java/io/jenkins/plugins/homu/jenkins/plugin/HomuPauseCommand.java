package io.jenkins.plugins.homu.jenkins.plugin;

import hudson.Extension;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.event.Event.TreeSet;
import io.jenkins.plugins.homu.core.model.TreeState;
import java.util.Optional;
import org.kohsuke.args4j.Option;

/** {@code jenkins-cli homu-pause LABEL}: starts no more merges until {@code homu-resume}; what is being tested goes on. */
@Extension
public class HomuPauseCommand extends ManagingCommand {
    @Option(
            name = "-below",
            metaVar = "PRIORITY",
            usage = "Pull requests of this priority and higher go on; without it none does")
    private int below = TreeState.ALL;

    @Option(name = "-reason", metaVar = "TEXT", usage = "Shown on the pages and in comments")
    private String reason;

    @Override
    public String getShortDescription() {
        return Messages.HomuPauseCommand_description();
    }

    @Override
    Event event(String by) {
        return new TreeSet(Optional.of(below), Optional.ofNullable(reason), by);
    }
}
