package com.cloudbees.plugins.credentials.common;

/** Signatures only, see docs/development.md. */
public interface StandardUsernamePasswordCredentials
        extends com.cloudbees.plugins.credentials.common.StandardUsernameCredentials,
                com.cloudbees.plugins.credentials.common.UsernamePasswordCredentials {}
