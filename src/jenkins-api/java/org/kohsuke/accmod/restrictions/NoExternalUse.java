package org.kohsuke.accmod.restrictions;

/** Signatures only, see docs/development.md. */
public abstract class NoExternalUse extends org.kohsuke.accmod.restrictions.DoNotUse {
    public NoExternalUse() {}
}
