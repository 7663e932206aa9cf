package io.jenkins.plugins.homu.jenkins.trigger;

import hudson.ExtensionList;
import hudson.model.Item;
import hudson.model.Job;
import hudson.security.ACL;
import hudson.security.ACLContext;
import io.jenkins.plugins.homu.core.settings.BuilderSettings;
import java.util.Optional;
import jenkins.model.Jenkins;

/** Which job a builder is, for the attempts on a branch. */
public final class BuilderJob {
    private BuilderJob() {}

    /**
     * Only looks, so it waits for no indexing.
     *
     * @param branch where the merge commit stands
     * @return empty: there is no such job, or not yet
     */
    @SuppressWarnings("try") // who one acts as is restored at the end
    public static Optional<Job<?, ?>> of(BuilderSettings builder, boolean isTry, String branch) {
        try (ACLContext context = ACL.as2(ACL.SYSTEM2)) {
            Item item = builder.contextFor(isTry)
                    .map(name -> Jenkins.get().getItemByFullName(name))
                    .orElse(null);
            if (item instanceof Job<?, ?> job) {
                return Optional.of(job);
            }
            for (JobTarget.Resolver resolver : ExtensionList.lookup(JobTarget.Resolver.class)) {
                Optional<Job<?, ?>> found = resolver.find(item, branch);
                if (found.isPresent()) {
                    return found;
                }
            }
            return Optional.empty();
        }
    }
}
