package hudson.model;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class Node extends hudson.model.AbstractModelObject
        implements hudson.model.ReconfigurableDescribable<hudson.model.Node>,
                hudson.ExtensionPoint,
                hudson.security.AccessControlled,
                jenkins.util.io.OnMaster,
                hudson.model.PersistenceRoot {
    public Node() {}

    public native java.lang.String getDisplayName();
}
