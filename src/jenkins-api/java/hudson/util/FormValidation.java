package hudson.util;

/** Signatures only, see docs/development.md. */
public abstract class FormValidation extends java.io.IOException implements org.kohsuke.stapler.HttpResponse {
    private FormValidation() {}

    public static native hudson.util.FormValidation error(java.lang.String p0);

    public static native hudson.util.FormValidation ok();

    public static native hudson.util.FormValidation ok(java.lang.String p0);

    public static native hudson.util.FormValidation warning(java.lang.String p0);
}
