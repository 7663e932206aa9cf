package io.jenkins.plugins.homu.jenkins.pipeline;

import hudson.AbortException;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.util.Optional;
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
        status(getContext()).report(request, StatusWord.begun(request));
        Ended ended = new Ended(request, BlockResult.begin(getContext()).orElse(null));
        // What becomes of the body is told to the callback.
        var unused = getContext().newBodyInvoker().withCallback(ended).start();
        return false;
    }

    private static AttemptStatus status(StepContext context) throws Exception {
        return new AttemptStatus(context.get(Run.class), context.get(TaskListener.class));
    }

    /** Stored with the build while the body runs. */
    private static final class Ended extends BodyExecutionCallback {
        private static final long serialVersionUID = 1L;

        private final StatusRequest request;

        /** Null: it can't be told from others. */
        private final String block;

        Ended(StatusRequest request, String block) {
            this.request = request;
            this.block = block;
        }

        @Override
        public void onSuccess(StepContext context, Object value) {
            try {
                AttemptStatus status = status(context);
                Run<?, ?> run = context.get(Run.class);
                status.report(request, StatusWord.ended(request, status, run, Optional.ofNullable(block)));
                context.onSuccess(value);
            } catch (Exception e) {
                context.onFailure(e);
            }
        }

        @Override
        public void onFailure(StepContext context, Throwable failure) {
            try {
                AttemptStatus status = status(context);
                status.report(request, StatusWord.left(request, status, failure));
            } catch (Exception e) {
                failure.addSuppressed(e);
            }
            context.onFailure(failure);
        }
    }
}
