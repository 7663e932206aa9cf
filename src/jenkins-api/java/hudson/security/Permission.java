package hudson.security;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public final class Permission {
    public Permission(
            hudson.security.PermissionGroup p0,
            java.lang.String p1,
            org.jvnet.localizer.Localizable p2,
            hudson.security.Permission p3,
            hudson.security.PermissionScope p4) {}
}
