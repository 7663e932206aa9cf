package io.jenkins.plugins.homu.jenkins.trigger;

import jenkins.model.CauseOfInterruption;

/** Why a build was aborted: its result is of no use to the queue any more. */
public final class HomuInterruption extends CauseOfInterruption {
    private static final long serialVersionUID = 1L;

    @Override
    public String getShortDescription() {
        return Messages.HomuInterruption_description();
    }
}
