package com.cloudbees.plugins.credentials.common;

/** Signatures only, see docs/development.md. */
public interface StandardCredentials extends com.cloudbees.plugins.credentials.common.IdCredentials {}
