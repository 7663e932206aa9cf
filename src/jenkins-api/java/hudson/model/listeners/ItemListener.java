package hudson.model.listeners;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class ItemListener implements hudson.ExtensionPoint {
    public ItemListener() {}

    public native void onBeforeShutdown();

    public native void onLoaded();
}
