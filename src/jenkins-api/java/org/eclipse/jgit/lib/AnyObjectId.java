package org.eclipse.jgit.lib;

/** Signatures only, see docs/development.md. */
public abstract class AnyObjectId implements java.lang.Comparable<org.eclipse.jgit.lib.AnyObjectId> {
    public AnyObjectId() {}
}
