package io.jenkins.plugins.homu.jenkins.plugin;

import hudson.Extension;
import hudson.model.listeners.ItemListener;

/** The queues begin when the jobs are loaded, which they may start, and end before Jenkins does. */
@Extension
public class LifecycleListener extends ItemListener {
    @Override
    public void onLoaded() {
        HomuService.get().begin();
    }

    @Override
    public void onBeforeShutdown() {
        HomuService.get().end();
    }
}
