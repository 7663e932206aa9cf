package org.kohsuke.stapler.interceptor;

/** Signatures only, see docs/development.md. */
@java.lang.annotation.Retention(value = java.lang.annotation.RetentionPolicy.RUNTIME)
@java.lang.annotation.Target(value = {java.lang.annotation.ElementType.METHOD, java.lang.annotation.ElementType.FIELD})
public @interface RequirePOST {}
