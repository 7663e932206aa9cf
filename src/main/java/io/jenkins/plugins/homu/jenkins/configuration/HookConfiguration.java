package io.jenkins.plugins.homu.jenkins.configuration;

import hudson.Extension;
import hudson.model.Describable;
import hudson.model.Descriptor;
import hudson.util.FormValidation;
import hudson.util.ListBoxModel;
import io.jenkins.plugins.homu.core.command.CommandParser;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.core.settings.HookSettings;
import io.jenkins.plugins.homu.core.settings.HookSettings.Access;
import io.jenkins.plugins.homu.core.settings.Names;
import io.jenkins.plugins.homu.port.WebAddress;
import io.jenkins.plugins.homu.runtime.RuntimeConfiguration;
import java.net.URI;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;
import org.kohsuke.stapler.DataBoundConstructor;
import org.kohsuke.stapler.DataBoundSetter;
import org.kohsuke.stapler.QueryParameter;
import org.kohsuke.stapler.verb.POST;

/** A command that calls a program by HTTP. */
public class HookConfiguration implements Describable<HookConfiguration> {
    private final String name;
    private final String endpoint;
    private String access = "reviewer";
    private boolean realtime = true;
    private boolean hasResponse;

    @DataBoundConstructor
    public HookConfiguration(String name, String endpoint) {
        this.name = Texts.trimmed(name);
        this.endpoint = Texts.trimmed(endpoint);
    }

    /** The command's word. */
    public String getName() {
        return name;
    }

    /** What is called. */
    public String getEndpoint() {
        return endpoint;
    }

    /** {@code reviewer} or {@code try}. */
    public String getAccess() {
        return access;
    }

    @DataBoundSetter
    public void setAccess(String access) {
        this.access = Texts.filled(access).orElse("reviewer");
    }

    /** Only when GitHub told of the comment at once. */
    public boolean isRealtime() {
        return realtime;
    }

    @DataBoundSetter
    public void setRealtime(boolean realtime) {
        this.realtime = realtime;
    }

    /** Whether what it answers is posted as a comment. */
    public boolean isHasResponse() {
        return hasResponse;
    }

    @DataBoundSetter
    public void setHasResponse(boolean hasResponse) {
        this.hasResponse = hasResponse;
    }

    /** @throws ConfigurationException when it can't be used */
    HookSettings toSettings() {
        if (!access.equals("reviewer") && !access.equals("try")) {
            throw new ConfigurationException("The access to the hook " + LogLine.quote(checkedName(name))
                    + " must be reviewer or try, not " + LogLine.quote(access) + ".");
        }
        return new HookSettings(
                checkedName(name), access.equals("try") ? Access.TRY : Access.REVIEWER, realtime, hasResponse);
    }

    /** @throws ConfigurationException when it can't be used */
    RuntimeConfiguration.Hook toEndpoint() {
        return new RuntimeConfiguration.Hook(checkedName(name), checkedEndpoint(endpoint));
    }

    private static String checkedName(String name) {
        String word = Texts.filled(name).orElse("");
        if (!Names.isHook(word)) {
            throw new ConfigurationException("The name of a hook must be one word of letters, digits and _ . - that"
                    + " begins with a letter or digit, unlike " + LogLine.quote(word) + ".");
        }
        if (CommandParser.isCommand(word)) {
            throw new ConfigurationException(
                    "The bot has a command " + LogLine.quote(word) + " already; choose another name for the hook.");
        }
        return word;
    }

    /** The address may hold a secret, so no message repeats it. */
    private static URI checkedEndpoint(String endpoint) {
        try {
            return WebAddress.withQuery(Texts.filled(endpoint).orElse(""), "https://host/path");
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("The endpoint of a hook " + e.getMessage() + ".", e);
        }
    }

    /** A row of the global configuration. */
    @Extension
    public static class DescriptorImpl extends Descriptor<HookConfiguration> {
        @Override
        public String getDisplayName() {
            return "";
        }

        @POST
        @Restricted(NoExternalUse.class)
        public ListBoxModel doFillAccessItems() {
            ListBoxModel items = new ListBoxModel();
            items.add("reviewer");
            items.add("try");
            return items;
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckName(@QueryParameter String value) {
            return Checks.ifAdministrator(() -> checkedName(value));
        }

        @POST
        @Restricted(NoExternalUse.class)
        public FormValidation doCheckEndpoint(@QueryParameter String value) {
            return Checks.ifAdministrator(() -> checkedEndpoint(value));
        }
    }
}
