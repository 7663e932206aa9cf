package hudson.security;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public final class PermissionGroup {
    public PermissionGroup(java.lang.Class p0, org.jvnet.localizer.Localizable p1)
            throws java.lang.IllegalStateException {}
}
