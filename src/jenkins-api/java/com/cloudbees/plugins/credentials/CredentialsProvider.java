package com.cloudbees.plugins.credentials;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class CredentialsProvider
        extends hudson.model.Descriptor<com.cloudbees.plugins.credentials.CredentialsProvider>
        implements hudson.ExtensionPoint,
                hudson.model.Describable<com.cloudbees.plugins.credentials.CredentialsProvider>,
                org.jenkins.ui.icon.IconSpec {
    public CredentialsProvider() {}

    public static native <C extends com.cloudbees.plugins.credentials.Credentials>
            java.util.List<C> lookupCredentialsInItemGroup(
                    java.lang.Class<C> p0,
                    hudson.model.ItemGroup p1,
                    org.springframework.security.core.Authentication p2,
                    java.util.List<com.cloudbees.plugins.credentials.domains.DomainRequirement> p3);

    public static native java.lang.Iterable<com.cloudbees.plugins.credentials.CredentialsStore> lookupStores(
            hudson.model.ModelObject p0);
}
