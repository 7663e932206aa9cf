package io.jenkins.plugins.homu.jenkins.pipeline;

import hudson.Util;
import org.jenkinsci.plugins.workflow.steps.Step;
import org.kohsuke.stapler.DataBoundSetter;

/** What every report to the queue may say beside the builder and its result. */
public abstract class StatusStep extends Step {
    private String url;
    private String description;
    private String repository;
    private String commit;

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

    final StatusRequest request(String builder, String result) {
        return new StatusRequest(builder, result, url, description, repository, commit);
    }
}
