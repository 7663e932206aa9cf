package io.jenkins.plugins.homu.jenkins;

import hudson.ExtensionList;
import hudson.ExtensionPoint;
import io.jenkins.plugins.homu.runtime.HomuRuntime;
import java.util.List;
import java.util.Optional;

/** The way from what Jenkins makes and calls (actions, listeners, steps) to the queues. */
public interface QueueAccess extends ExtensionPoint {
    /** Empty: nothing is configured, or it can't be run; {@link #problems} says why. */
    Optional<HomuRuntime> runtime();

    /** What is wrong with the configuration, in words for people; never a secret. */
    List<String> problems();

    /** Runs what is configured now. */
    void refresh();

    static QueueAccess get() {
        return ExtensionList.lookupFirst(QueueAccess.class);
    }
}
