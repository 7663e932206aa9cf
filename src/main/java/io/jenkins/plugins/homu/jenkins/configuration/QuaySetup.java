package io.jenkins.plugins.homu.jenkins.configuration;

import hudson.Extension;
import hudson.model.Describable;
import hudson.model.Descriptor;
import java.util.ArrayList;
import java.util.List;
import net.sf.json.JSONObject;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.StaplerRequest2;

/** What was set up at Quay when a repository was added over HTTP, so that it can be taken down with it. */
public class QuaySetup implements Describable<QuaySetup> {
    private final String repository;
    private boolean made;
    private List<String> notifications = new ArrayList<>();
    private long deployKey;

    @DataBoundConstructor
    public QuaySetup(String repository) {
        this.repository = Texts.trimmed(repository);
    }

    /** Namespace and name of the repository at Quay that this is about. None: nothing was set up. */
    public String getRepository() {
        return repository;
    }

    /** Whether that repository was made by us, and may go with ours. */
    public boolean isMade() {
        return made;
    }

    @DataBoundSetter
    public void setMade(boolean made) {
        this.made = made;
    }

    /** UUIDs. */
    public List<String> getNotifications() {
        return notifications;
    }

    @DataBoundSetter
    public void setNotifications(List<String> notifications) {
        this.notifications = Texts.copy(notifications);
    }

    /** Number of the deploy key on GitHub; 0: none was made. */
    public long getDeployKey() {
        return deployKey;
    }

    @DataBoundSetter
    public void setDeployKey(long deployKey) {
        this.deployKey = deployKey;
    }

    /** For the form. */
    @Restricted(NoExternalUse.class)
    public String getNotificationsText() {
        return String.join(", ", notifications);
    }

    /** Kept by the form, and not shown there: nobody is to change it by hand. */
    @Extension
    public static class DescriptorImpl extends Descriptor<QuaySetup> {
        @Override
        public String getDisplayName() {
            return "";
        }

        @Override
        public QuaySetup newInstance(StaplerRequest2 request, JSONObject form) throws FormException {
            Texts.toList(form, "notifications", Texts.COMMAS);
            return super.newInstance(request, form);
        }
    }
}
