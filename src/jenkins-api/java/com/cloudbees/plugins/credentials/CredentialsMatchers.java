package com.cloudbees.plugins.credentials;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class CredentialsMatchers {
    private CredentialsMatchers() {}

    public static native com.cloudbees.plugins.credentials.CredentialsMatcher always();

    public static native <C extends com.cloudbees.plugins.credentials.Credentials> C firstOrNull(
            java.lang.Iterable<C> p0, com.cloudbees.plugins.credentials.CredentialsMatcher p1);

    public static native com.cloudbees.plugins.credentials.CredentialsMatcher withId(java.lang.String p0);
}
