package org.jenkinsci.plugins.plaincredentials.impl;

/** Signatures only, see docs/development.md. */
public final class StringCredentialsImpl extends com.cloudbees.plugins.credentials.impl.BaseStandardCredentials
        implements org.jenkinsci.plugins.plaincredentials.StringCredentials {
    public StringCredentialsImpl(
            com.cloudbees.plugins.credentials.CredentialsScope p0,
            java.lang.String p1,
            java.lang.String p2,
            hudson.util.Secret p3) {
        super((java.lang.String) null, (java.lang.String) null);
    }

    public native hudson.util.Secret getSecret();
}
