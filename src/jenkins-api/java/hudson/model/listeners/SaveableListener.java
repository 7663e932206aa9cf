package hudson.model.listeners;

/** Signatures only, see docs/development.md. */
public abstract class SaveableListener implements hudson.ExtensionPoint {
    public SaveableListener() {}

    public native void onChange(hudson.model.Saveable p0, hudson.XmlFile p1);
}
