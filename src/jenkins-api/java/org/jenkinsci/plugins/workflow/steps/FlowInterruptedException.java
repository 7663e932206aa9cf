package org.jenkinsci.plugins.workflow.steps;

/** Signatures only, see docs/development.md. */
public final class FlowInterruptedException extends java.lang.InterruptedException {
    private FlowInterruptedException() {}

    public native java.util.List<jenkins.model.CauseOfInterruption> getCauses();
}
