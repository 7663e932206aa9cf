package hudson.model;

/** Signatures only, see docs/development.md. */
public abstract class AdministrativeMonitor extends hudson.model.AbstractModelObject
        implements hudson.ExtensionPoint, org.kohsuke.stapler.StaplerProxy {
    protected AdministrativeMonitor() {}

    public native java.lang.String getDisplayName();

    public abstract boolean isActivated();
}
