package io.jenkins.plugins.homu.jenkins.configuration;

import hudson.Extension;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.homu.core.settings.LabelChange;
import io.jenkins.plugins.homu.core.settings.LabelEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.sf.json.JSONObject;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.StaplerRequest2;
import org.kohsuke.stapler.verb.POST;

/** What happens to a pull request's labels on one event. */
public class LabelConfiguration implements Describable<LabelConfiguration> {
    private final String event;
    private List<String> add = new ArrayList<>();
    private List<String> remove = new ArrayList<>();
    private List<String> unless = new ArrayList<>();

    @DataBoundConstructor
    public LabelConfiguration(String event) {
        this.event = Texts.trimmed(event);
    }

    /** One of the words of {@link LabelEvent}. */
    public String getEvent() {
        return event;
    }

    public List<String> getAdd() {
        return add;
    }

    @DataBoundSetter
    public void setAdd(List<String> add) {
        this.add = Texts.copy(add);
    }

    public List<String> getRemove() {
        return remove;
    }

    @DataBoundSetter
    public void setRemove(List<String> remove) {
        this.remove = Texts.copy(remove);
    }

    /** Nothing is changed on a pull request that has one of these. */
    public List<String> getUnless() {
        return unless;
    }

    @DataBoundSetter
    public void setUnless(List<String> unless) {
        this.unless = Texts.copy(unless);
    }

    /** For the form. */
    @Restricted(NoExternalUse.class)
    public String getAddText() {
        return String.join(", ", add);
    }

    /** For the form. */
    @Restricted(NoExternalUse.class)
    public String getRemoveText() {
        return String.join(", ", remove);
    }

    /** For the form. */
    @Restricted(NoExternalUse.class)
    public String getUnlessText() {
        return String.join(", ", unless);
    }

    Optional<LabelEvent> labelEvent() {
        return Arrays.stream(LabelEvent.values())
                .filter(one -> one.key().equals(event))
                .findFirst();
    }

    LabelChange toSettings() {
        return new LabelChange(Set.copyOf(add), Set.copyOf(remove), Set.copyOf(unless));
    }

    /** {@code {event: approved, add: [S-waiting-on-bors]}}. */
    @Extension
    public static class DescriptorImpl extends Descriptor<LabelConfiguration> {
        @Override
        public String getDisplayName() {
            return "";
        }

        @Override
        public LabelConfiguration newInstance(StaplerRequest2 request, JSONObject form) throws FormException {
            Texts.toList(form, "add", Texts.COMMAS);
            Texts.toList(form, "remove", Texts.COMMAS);
            Texts.toList(form, "unless", Texts.COMMAS);
            return super.newInstance(request, form);
        }

        @POST
        @Restricted(NoExternalUse.class)
        public ListBoxModel doFillEventItems() {
            ListBoxModel items = new ListBoxModel();
            for (LabelEvent one : LabelEvent.values()) {
                items.add(one.key());
            }
            return items;
        }
    }
}
