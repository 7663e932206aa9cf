package hudson.model;

/** Signatures only, see docs/development.md. */
public abstract class Actionable extends hudson.model.AbstractModelObject
        implements jenkins.model.ModelObjectWithContextMenu {
    public Actionable() {}

    public native <T extends hudson.model.Action> T getAction(java.lang.Class<T> p0);

    public native <T extends hudson.model.Action> java.util.List<T> getActions(java.lang.Class<T> p0);
}
