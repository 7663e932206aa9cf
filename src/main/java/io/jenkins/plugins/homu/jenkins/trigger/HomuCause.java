package io.jenkins.plugins.homu.jenkins.trigger;

import hudson.model.Cause;

/** Why a build was started: {@code Homu: testing #12 for main}. */
public final class HomuCause extends Cause {
    private final String pulls;
    private final String base;
    private final boolean isTry;

    HomuCause(HomuBuildAction action) {
        pulls = action.pullsInWords();
        base = action.base();
        isTry = action.isTry();
    }

    @Override
    public String getShortDescription() {
        return isTry ? Messages.HomuCause_trying(pulls, base) : Messages.HomuCause_testing(pulls, base);
    }
}
