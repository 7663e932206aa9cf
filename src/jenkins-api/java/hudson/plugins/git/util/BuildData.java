package hudson.plugins.git.util;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class BuildData implements hudson.model.Action, java.io.Serializable, java.lang.Cloneable {
    public hudson.plugins.git.util.Build lastBuild;

    public BuildData() {}

    public native java.lang.String getDisplayName();

    public native java.lang.String getIconFileName();

    public native java.util.Set<java.lang.String> getRemoteUrls();

    public native java.lang.String getUrlName();
}
