package org.eclipse.jgit.lib;

/** Signatures only, see docs/development.md. */
public abstract class ObjectId extends org.eclipse.jgit.lib.AnyObjectId implements java.io.Serializable {
    protected ObjectId(org.eclipse.jgit.lib.AnyObjectId p0) {}
}
