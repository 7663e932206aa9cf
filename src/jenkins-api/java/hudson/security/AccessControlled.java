package hudson.security;

/** Signatures only, see docs/development.md. */
public interface AccessControlled {
    default void checkPermission(hudson.security.Permission p0)
            throws org.springframework.security.access.AccessDeniedException {
        throw new UnsupportedOperationException("a signature only");
    }

    default boolean hasPermission(hudson.security.Permission p0) {
        throw new UnsupportedOperationException("a signature only");
    }
}
