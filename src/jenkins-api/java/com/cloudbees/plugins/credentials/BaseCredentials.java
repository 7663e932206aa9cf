package com.cloudbees.plugins.credentials;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class BaseCredentials implements com.cloudbees.plugins.credentials.Credentials {
    protected BaseCredentials() {}
}
