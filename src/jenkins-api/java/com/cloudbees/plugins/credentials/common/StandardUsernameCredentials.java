package com.cloudbees.plugins.credentials.common;

/** Signatures only, see docs/development.md. */
public interface StandardUsernameCredentials
        extends com.cloudbees.plugins.credentials.common.StandardCredentials,
                com.cloudbees.plugins.credentials.common.UsernameCredentials {}
