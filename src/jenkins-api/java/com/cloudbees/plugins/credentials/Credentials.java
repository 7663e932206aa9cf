package com.cloudbees.plugins.credentials;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public interface Credentials
        extends hudson.model.Describable<com.cloudbees.plugins.credentials.Credentials>,
                java.io.Serializable,
                hudson.ExtensionPoint {}
