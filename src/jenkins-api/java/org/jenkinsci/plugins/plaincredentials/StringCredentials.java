package org.jenkinsci.plugins.plaincredentials;

/** Signatures only, see docs/development.md. */
public interface StringCredentials extends com.cloudbees.plugins.credentials.common.StandardCredentials {
    hudson.util.Secret getSecret();
}
