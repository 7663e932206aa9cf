package com.cloudbees.plugins.credentials.impl;

/** Signatures only, see docs/development.md. */
public class UsernamePasswordCredentialsImpl extends com.cloudbees.plugins.credentials.impl.BaseStandardCredentials
        implements com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials {
    public UsernamePasswordCredentialsImpl(
            com.cloudbees.plugins.credentials.CredentialsScope p0,
            java.lang.String p1,
            java.lang.String p2,
            java.lang.String p3,
            java.lang.String p4)
            throws hudson.model.Descriptor.FormException {
        super((java.lang.String) null, (java.lang.String) null);
    }

    public native hudson.util.Secret getPassword();

    public native java.lang.String getUsername();
}
