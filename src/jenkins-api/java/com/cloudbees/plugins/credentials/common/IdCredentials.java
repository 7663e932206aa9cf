package com.cloudbees.plugins.credentials.common;

/** Signatures only, see docs/development.md. */
public interface IdCredentials extends com.cloudbees.plugins.credentials.Credentials {}
