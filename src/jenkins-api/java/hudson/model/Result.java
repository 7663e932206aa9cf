package hudson.model;

/** Signatures only, see docs/development.md. */
public abstract class Result implements java.io.Serializable, org.kohsuke.stapler.export.CustomExportedBean {
    public static final hudson.model.Result ABORTED = null;

    public static final hudson.model.Result FAILURE = null;

    public static final hudson.model.Result NOT_BUILT = null;

    public static final hudson.model.Result SUCCESS = null;

    public static final hudson.model.Result UNSTABLE = null;

    private Result() {}

    public native hudson.model.Result combine(hudson.model.Result p0);

    public native boolean isWorseThan(hudson.model.Result p0);
}
