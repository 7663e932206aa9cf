package com.cloudbees.plugins.credentials;

/** Signatures only, see docs/development.md. */
public interface CredentialsMatcher extends java.io.Serializable {}
