package com.cloudbees.plugins.credentials.common;

/** Signatures only, see docs/development.md. */
public interface UsernameCredentials extends com.cloudbees.plugins.credentials.Credentials {
    java.lang.String getUsername();
}
