package io.jenkins.plugins.homu.jenkins.pipeline;

import hudson.Extension;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;

/**
 * {@code withHomuStatus('linux') { ... }}: reports the builder PENDING, then SUCCESS or FAILURE by how the body ends. Scripts may call
 * it {@code homuStatus(builder: 'linux') { ... }}, by {@link HomuStatusVariable}.
 */
public class WithHomuStatusStep extends StatusStep {
    private final String builder;

    @DataBoundConstructor
    public WithHomuStatusStep(String builder) {
        this.builder = Util.fixEmptyAndTrim(builder);
    }

    /** Name of the builder in the configuration of the repository. */
    public String getBuilder() {
        return builder;
    }

    @Override
    public StepExecution start(StepContext context) {
        return new BodyStatusExecution(context, request(builder, null));
    }

    /** Known to the snippet generator as "Report a builder to the merge queue by what happens inside". */
    @Extension
    public static class DescriptorImpl extends StepDescriptor {
        @Override
        public String getFunctionName() {
            return "withHomuStatus";
        }

        @Override
        public String getDisplayName() {
            return Messages.WithHomuStatusStep_displayName();
        }

        @Override
        public boolean takesImplicitBlockArgument() {
            return true;
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class);
        }
    }
}
