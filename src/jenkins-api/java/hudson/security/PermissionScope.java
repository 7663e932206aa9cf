package hudson.security;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class PermissionScope {
    public static final hudson.security.PermissionScope JENKINS = null;

    public PermissionScope(java.lang.Class p0, hudson.security.PermissionScope... p1) {}
}
