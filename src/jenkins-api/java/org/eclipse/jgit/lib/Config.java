package org.eclipse.jgit.lib;

/** Signatures only, see docs/development.md. */
public abstract class Config {
    public Config() {}
}
