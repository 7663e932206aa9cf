package hudson.security;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class ACL {
    public static final org.springframework.security.core.Authentication SYSTEM2 = null;

    public ACL() {}

    public static native hudson.security.ACLContext as2(org.springframework.security.core.Authentication p0);
}
