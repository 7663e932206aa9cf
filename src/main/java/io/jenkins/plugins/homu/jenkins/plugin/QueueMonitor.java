package io.jenkins.plugins.homu.jenkins.plugin;

import hudson.Extension;
import hudson.model.AdministrativeMonitor;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.jenkins.QueueAccess;
import io.jenkins.plugins.homu.port.QueueReader;
import io.jenkins.plugins.homu.port.StoreException;
import io.jenkins.plugins.homu.runtime.HomuRuntime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** Tells administrators what keeps pull requests from being merged: a mistake in the configuration, silence, a broken store. */
@Extension
public class QueueMonitor extends AdministrativeMonitor {
    /** System property: the hours without a webhook that are told of. */
    public static final String SILENCE_HOURS = QueueMonitor.class.getName() + ".silenceHours";

    /** A webhook that works is heard of more often than that while somebody works on a pull request. */
    private static final int LONG_SILENCE_HOURS = 12;

    @Override
    public String getDisplayName() {
        return Messages.QueueMonitor_displayName();
    }

    @Override
    public boolean isActivated() {
        return !getTroubles().isEmpty();
    }

    /** Used by the view. */
    @Restricted(NoExternalUse.class)
    public List<String> getTroubles() {
        QueueAccess access = QueueAccess.get();
        List<String> troubles = new ArrayList<>(access.problems());
        access.runtime().ifPresent(runtime -> addTroublesOf(runtime, troubles));
        return troubles;
    }

    private static void addTroublesOf(HomuRuntime runtime, List<String> troubles) {
        try {
            runtime.checkStore();
        } catch (StoreException e) {
            troubles.add(e.getMessage());
        }
        for (QueueReader.Health health : runtime.reader().health()) {
            health.trouble()
                    .ifPresent(trouble -> troubles.add("Repository " + LogLine.quote(health.label()) + ": " + trouble));
            Duration silence = Duration.ofHours(Integer.getInteger(SILENCE_HOURS, LONG_SILENCE_HOURS));
            if (isSilent(runtime, health, silence)) {
                troubles.add("Repository " + LogLine.quote(health.label())
                        + ": pull requests wait, and no webhook has come for "
                        + silence.toHours()
                        + " hours. Look at the webhook's recent deliveries on GitHub: does it reach"
                        + " /homu-webhook/github?");
            }
        }
    }

    private static boolean isSilent(HomuRuntime runtime, QueueReader.Health health, Duration silence) {
        Optional<Instant> last = health.lastDelivery();
        boolean waiting = runtime.reader()
                .state(health.label())
                .filter(state -> state.pulls().values().stream().anyMatch(pull -> pull.isApproved()))
                .isPresent();
        return waiting
                && last.filter(at -> at.isAfter(Instant.now().minus(silence))).isEmpty()
                && runtime.isOlderThan(silence);
    }
}
