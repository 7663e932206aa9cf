package org.kohsuke.stapler;

/** Signatures only, see docs/development.md. */
public interface HttpDeletable {}
