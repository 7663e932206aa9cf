package org.kohsuke.accmod;

/** Signatures only, see docs/development.md. */
@java.lang.annotation.Retention(value = java.lang.annotation.RetentionPolicy.RUNTIME)
public @interface Restricted {
    java.lang.Class<? extends org.kohsuke.accmod.AccessRestriction>[] value();
}
