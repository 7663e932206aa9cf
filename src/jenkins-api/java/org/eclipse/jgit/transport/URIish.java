package org.eclipse.jgit.transport;

/** Signatures only, see docs/development.md. */
public abstract class URIish implements java.io.Serializable {
    public URIish() {}

    public native java.lang.String getPath();
}
