package org.springframework.security.core;

/** Signatures only, see docs/development.md. */
public interface Authentication extends java.security.Principal, java.io.Serializable {}
