package com.cloudbees.plugins.credentials.domains;

/** Signatures only, see docs/development.md. */
public abstract class DomainRequirement implements hudson.ExtensionPoint, java.io.Serializable {
    public DomainRequirement() {}
}
