package org.kohsuke.accmod.restrictions;

/** Signatures only, see docs/development.md. */
public abstract class DoNotUse extends org.kohsuke.accmod.AccessRestriction {
    public DoNotUse() {}
}
