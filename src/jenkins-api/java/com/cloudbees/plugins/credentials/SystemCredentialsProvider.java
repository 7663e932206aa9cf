package com.cloudbees.plugins.credentials;

/** Signatures only, see docs/development.md. */
public abstract class SystemCredentialsProvider
        extends hudson.model.AbstractDescribableImpl<com.cloudbees.plugins.credentials.SystemCredentialsProvider>
        implements hudson.model.Saveable {
    public SystemCredentialsProvider() {}

    @SuppressWarnings("rawtypes")
    public abstract static class ProviderImpl extends com.cloudbees.plugins.credentials.CredentialsProvider {
        public ProviderImpl() {}
    }
}
