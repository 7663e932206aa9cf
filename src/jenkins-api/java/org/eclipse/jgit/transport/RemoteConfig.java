package org.eclipse.jgit.transport;

/** Signatures only, see docs/development.md. */
public class RemoteConfig implements java.io.Serializable {
    private RemoteConfig() {}

    public native java.util.List<org.eclipse.jgit.transport.URIish> getURIs();
}
