package org.springframework.security.access;

/** Signatures only, see docs/development.md. */
public abstract class AccessDeniedException extends java.lang.RuntimeException {
    public AccessDeniedException(java.lang.String p0) {}
}
