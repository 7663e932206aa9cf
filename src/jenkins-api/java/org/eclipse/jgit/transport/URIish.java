package org.eclipse.jgit.transport;

/** Signatures only, see docs/development.md. */
public class URIish implements java.io.Serializable {
    private URIish() {}

    public native java.lang.String getPath();
}
