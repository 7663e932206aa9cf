package io.jenkins.plugins.homu.jenkins.pipeline;

import hudson.AbortException;
import hudson.model.Run;
import hudson.model.TaskListener;
import io.jenkins.plugins.homu.core.model.BuilderState;
import org.jenkinsci.plugins.workflow.steps.BodyExecutionCallback;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepExecution;

/** The step with a body: reports that it begins, then how it ended; also when Jenkins was restarted in between. */
final class BodyStatusExecution extends StepExecution {
    private static final long serialVersionUID = 1L;

    private final StatusRequest request;

    BodyStatusExecution(StepContext context, StatusRequest request) {
        super(context);
        this.request = request;
    }

    @Override
    public boolean start() throws Exception {
        if (request.builder().isEmpty()) {
            throw new AbortException("withHomuStatus needs the name of the builder that it reports.");
        }
        report(getContext(), request, BuilderState.RUNNING);
        // What becomes of the body is told to the callback.
        var unused =
                getContext().newBodyInvoker().withCallback(new Ended(request)).start();
        return false;
    }

    private static void report(StepContext context, StatusRequest request, BuilderState state) throws Exception {
        new AttemptStatus(context.get(Run.class), context.get(TaskListener.class)).report(request, state);
    }

    /** Stored with the build while the body runs. */
    private static final class Ended extends BodyExecutionCallback {
        private static final long serialVersionUID = 1L;

        private final StatusRequest request;

        Ended(StatusRequest request) {
            this.request = request;
        }

        @Override
        public void onSuccess(StepContext context, Object value) {
            try {
                report(context, request, BuilderState.SUCCESS);
                context.onSuccess(value);
            } catch (Exception e) {
                context.onFailure(e);
            }
        }

        @Override
        public void onFailure(StepContext context, Throwable failure) {
            try {
                report(context, request, BuilderState.FAILURE);
            } catch (Exception e) {
                failure.addSuppressed(e);
            }
            context.onFailure(failure);
        }
    }
}
