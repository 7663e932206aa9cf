package com.cloudbees.plugins.credentials;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class CredentialsStore implements hudson.security.AccessControlled, hudson.model.Saveable {
    public CredentialsStore() {}

    public abstract boolean addCredentials(
            com.cloudbees.plugins.credentials.domains.Domain p0, com.cloudbees.plugins.credentials.Credentials p1)
            throws java.io.IOException;

    public final native com.cloudbees.plugins.credentials.CredentialsProvider getProvider();

    public abstract boolean removeCredentials(
            com.cloudbees.plugins.credentials.domains.Domain p0, com.cloudbees.plugins.credentials.Credentials p1)
            throws java.io.IOException;

    public abstract boolean updateCredentials(
            com.cloudbees.plugins.credentials.domains.Domain p0,
            com.cloudbees.plugins.credentials.Credentials p1,
            com.cloudbees.plugins.credentials.Credentials p2)
            throws java.io.IOException;
}
