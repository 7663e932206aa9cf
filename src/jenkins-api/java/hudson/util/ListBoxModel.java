package hudson.util;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public class ListBoxModel extends java.util.ArrayList<hudson.util.ListBoxModel.Option>
        implements org.kohsuke.stapler.HttpResponse {
    public ListBoxModel() {}

    public native hudson.util.ListBoxModel add(java.lang.String p0);

    public native void add(java.lang.String p0, java.lang.String p1);

    public abstract static class Option {
        private Option() {}
    }
}
