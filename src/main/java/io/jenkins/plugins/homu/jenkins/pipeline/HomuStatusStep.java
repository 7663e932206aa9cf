package io.jenkins.plugins.homu.jenkins.pipeline;

import hudson.Extension;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import hudson.util.ListBoxModel;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.verb.POST;

/**
 * {@code homuStatus()} says what this build tests; {@code homuStatus builder: 'linux', result: 'SUCCESS'} reports one
 * builder of it. Pipeline lets no step have a body or none as it likes, so the one with a body is {@link
 * WithHomuStatusStep}.
 */
public class HomuStatusStep extends StatusStep {
    private String builder;
    private String result;

    @DataBoundConstructor
    public HomuStatusStep() {
        // Everything is optional.
    }

    /** Name of the builder in the configuration of the repository. */
    public String getBuilder() {
        return builder;
    }

    @DataBoundSetter
    public void setBuilder(String builder) {
        this.builder = Util.fixEmptyAndTrim(builder);
    }

    /** SUCCESS, FAILURE or PENDING. */
    public String getResult() {
        return result;
    }

    @DataBoundSetter
    public void setResult(String result) {
        this.result = Util.fixEmptyAndTrim(result);
    }

    @Override
    public StepExecution start(StepContext context) {
        StatusRequest request = request(builder, result);
        return new HomuStatusExecution(context, request);
    }

    /** Known to the snippet generator as "Report to, or ask, the merge queue". */
    @Extension
    public static class DescriptorImpl extends StepDescriptor {
        @Override
        public String getFunctionName() {
            return "homuStatus";
        }

        @Override
        public String getDisplayName() {
            return Messages.HomuStatusStep_displayName();
        }

        @Override
        public Set<? extends Class<?>> getRequiredContext() {
            return Set.of(Run.class, TaskListener.class);
        }

        @POST
        @Restricted(NoExternalUse.class)
        public ListBoxModel doFillResultItems() {
            ListBoxModel items = new ListBoxModel();
            items.add("");
            for (String word : StatusRequest.RESULTS) {
                items.add(word);
            }
            return items;
        }
    }
}
