package io.jenkins.plugins.homu.jenkins.plugin;

import com.cloudbees.plugins.credentials.SystemCredentialsProvider;
import hudson.Extension;
import hudson.ProxyConfiguration;
import hudson.XmlFile;
import hudson.model.Saveable;
import hudson.model.listeners.SaveableListener;
import io.jenkins.plugins.homu.jenkins.configuration.HomuGlobalConfiguration;
import jenkins.model.JenkinsLocationConfiguration;

/** A change of the configuration, or of what it refers to, takes effect at once. */
@Extension
public class ConfigurationListener extends SaveableListener {
    @Override
    public void onChange(Saveable saved, XmlFile file) {
        if (saved instanceof HomuGlobalConfiguration
                || saved instanceof JenkinsLocationConfiguration
                || saved instanceof ProxyConfiguration
                || saved instanceof SystemCredentialsProvider) {
            HomuService.get().refreshSoon();
        }
    }
}
