package org.kohsuke.stapler.verb;

/** Signatures only, see docs/development.md. */
@java.lang.annotation.Target(value = {java.lang.annotation.ElementType.METHOD})
@java.lang.annotation.Retention(value = java.lang.annotation.RetentionPolicy.RUNTIME)
public @interface POST {}
