package com.cloudbees.plugins.credentials.common;

/** Signatures only, see docs/development.md. */
public interface UsernamePasswordCredentials
        extends com.cloudbees.plugins.credentials.common.UsernameCredentials,
                com.cloudbees.plugins.credentials.common.PasswordCredentials {}
