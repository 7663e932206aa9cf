package org.kohsuke.accmod;

/** Signatures only, see docs/development.md. */
public abstract class AccessRestriction {
    public AccessRestriction() {}
}
