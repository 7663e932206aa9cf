package com.cloudbees.plugins.credentials;

/** Signatures only, see docs/development.md. */
public enum CredentialsScope implements java.io.Serializable {
    SYSTEM,
    GLOBAL,
    USER;
}
