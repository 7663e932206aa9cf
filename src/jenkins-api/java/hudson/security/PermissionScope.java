package hudson.security;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class PermissionScope {
    public static final hudson.security.PermissionScope JENKINS = null;

    private PermissionScope() {}
}
