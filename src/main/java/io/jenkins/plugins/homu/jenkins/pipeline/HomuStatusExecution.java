package io.jenkins.plugins.homu.jenkins.pipeline;

import hudson.model.Run;
import hudson.model.TaskListener;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.SynchronousNonBlockingStepExecution;

/** The step without a body: asks or reports, and is done. */
final class HomuStatusExecution extends SynchronousNonBlockingStepExecution<Object> {
    private static final long serialVersionUID = 1L;

    private final StatusRequest request;

    HomuStatusExecution(StepContext context, StatusRequest request) {
        super(context);
        this.request = request;
    }

    @Override
    protected Object run() throws Exception {
        Run<?, ?> run = getContext().get(Run.class);
        TaskListener listener = getContext().get(TaskListener.class);
        AttemptStatus status = new AttemptStatus(run, listener);
        if (!request.reports()) {
            return status.facts(request).orElse(null);
        }
        status.report(request, StatusWord.said(request, status));
        return null;
    }

    /** Asking and reporting twice is the same as once. */
    @Override
    public void onResume() {
        try {
            start();
        } catch (Exception e) {
            getContext().onFailure(e);
        }
    }
}
