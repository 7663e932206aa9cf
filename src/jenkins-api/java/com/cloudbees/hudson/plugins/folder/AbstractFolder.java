package com.cloudbees.hudson.plugins.folder;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class AbstractFolder<I extends hudson.model.TopLevelItem> extends hudson.model.AbstractItem
        implements hudson.model.TopLevelItem,
                hudson.model.ItemGroup<I>,
                hudson.model.ModifiableViewGroup,
                org.kohsuke.stapler.StaplerFallback,
                jenkins.model.ModelObjectWithChildren,
                org.kohsuke.stapler.StaplerOverridable,
                org.jenkins.ui.icon.IconSpec {
    protected AbstractFolder(hudson.model.ItemGroup p0, java.lang.String p1) {
        super((hudson.model.ItemGroup) null, (java.lang.String) null);
    }
}
