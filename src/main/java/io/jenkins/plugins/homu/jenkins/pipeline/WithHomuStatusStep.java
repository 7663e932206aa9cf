package io.jenkins.plugins.homu.jenkins.pipeline;

import hudson.Extension;
import hudson.Util;
import hudson.model.Run;
import hudson.model.TaskListener;
import java.util.Set;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.jenkinsci.plugins.workflow.steps.StepContext;
import org.jenkinsci.plugins.workflow.steps.StepDescriptor;
import org.jenkinsci.plugins.workflow.steps.StepExecution;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;

/**
 * {@code withHomuStatus('linux') { ... }}: reports the builder PENDING, then SUCCESS or FAILURE by how the body ends. Scripts may call
 * it {@code homuStatus(builder: 'linux') { ... }}, by {@link HomuStatusVariable}.
 */
public class WithHomuStatusStep extends Step {
    private final String builder;
    private String url;
    private String description;
    private String repository;
    private String commit;

    @DataBoundConstructor
    public WithHomuStatusStep(String builder) {
        this.builder = Util.fixEmptyAndTrim(builder);
    }

    /** Name of the builder in the configuration of the repository. */
    public String getBuilder() {
        return builder;
    }

    /** Where a person can read more; empty: this build. */
    public String getUrl() {
        return url;
    }

    @DataBoundSetter
    public void setUrl(String url) {
        this.url = Util.fixEmptyAndTrim(url);
    }

    public String getDescription() {
        return description;
    }

    @DataBoundSetter
    public void setDescription(String description) {
        this.description = Util.fixEmptyAndTrim(description);
    }

    /** Label, or owner/name; for builds that the queue did not start. */
    public String getRepository() {
        return repository;
    }

    @DataBoundSetter
    public void setRepository(String repository) {
        this.repository = Util.fixEmptyAndTrim(repository);
    }

    /** The merge commit; for builds that the queue did not start. */
    public String getCommit() {
        return commit;
    }

    @DataBoundSetter
    public void setCommit(String commit) {
        this.commit = Util.fixEmptyAndTrim(commit);
    }

    @Override
    public StepExecution start(StepContext context) {
        StatusRequest request = new StatusRequest(builder, null, url, description, repository, commit);
        return new BodyStatusExecution(context, request);
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
