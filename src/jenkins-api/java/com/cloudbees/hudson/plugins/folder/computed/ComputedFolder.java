package com.cloudbees.hudson.plugins.folder.computed;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class ComputedFolder<I extends hudson.model.TopLevelItem>
        extends com.cloudbees.hudson.plugins.folder.AbstractFolder<I>
        implements hudson.model.BuildableItem, jenkins.triggers.TriggeredItem, hudson.model.Queue.FlyweightTask {
    protected ComputedFolder(hudson.model.ItemGroup p0, java.lang.String p1) {
        super((hudson.model.ItemGroup) null, (java.lang.String) null);
    }

    public native hudson.model.Queue.Item scheduleBuild2(int p0, hudson.model.Action... p1);
}
