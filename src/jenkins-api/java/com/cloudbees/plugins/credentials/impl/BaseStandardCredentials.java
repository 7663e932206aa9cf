package com.cloudbees.plugins.credentials.impl;

/** Signatures only, see docs/development.md. */
public abstract class BaseStandardCredentials extends com.cloudbees.plugins.credentials.BaseCredentials
        implements com.cloudbees.plugins.credentials.common.StandardCredentials {
    public BaseStandardCredentials(java.lang.String p0, java.lang.String p1) {}
}
