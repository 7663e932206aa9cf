package org.eclipse.jgit.transport;

/** Signatures only, see docs/development.md. */
public abstract class RemoteConfig implements java.io.Serializable {
    public RemoteConfig(org.eclipse.jgit.lib.Config p0, java.lang.String p1) throws java.net.URISyntaxException {}

    public native java.util.List<org.eclipse.jgit.transport.URIish> getURIs();
}
