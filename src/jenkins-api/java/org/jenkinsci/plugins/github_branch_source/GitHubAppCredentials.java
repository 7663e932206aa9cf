package org.jenkinsci.plugins.github_branch_source;

/** Signatures only, see docs/development.md. */
public abstract class GitHubAppCredentials extends com.cloudbees.plugins.credentials.impl.BaseStandardCredentials
        implements com.cloudbees.plugins.credentials.common.StandardUsernamePasswordCredentials {
    public GitHubAppCredentials(
            com.cloudbees.plugins.credentials.CredentialsScope p0,
            java.lang.String p1,
            java.lang.String p2,
            java.lang.String p3,
            hudson.util.Secret p4) {
        super((java.lang.String) null, (java.lang.String) null);
    }

    public native java.lang.String getAppID();

    public native hudson.util.Secret getPassword();

    public native hudson.util.Secret getPrivateKey();

    public native java.lang.String getUsername();
}
