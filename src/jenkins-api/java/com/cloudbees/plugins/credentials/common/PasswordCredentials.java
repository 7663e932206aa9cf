package com.cloudbees.plugins.credentials.common;

/** Signatures only, see docs/development.md. */
public interface PasswordCredentials extends com.cloudbees.plugins.credentials.Credentials {
    hudson.util.Secret getPassword();
}
