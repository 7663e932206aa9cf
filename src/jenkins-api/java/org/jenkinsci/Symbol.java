package org.jenkinsci;

/** Signatures only, see docs/development.md. */
@java.lang.annotation.Retention(value = java.lang.annotation.RetentionPolicy.RUNTIME)
@java.lang.annotation.Target(value = {java.lang.annotation.ElementType.TYPE})
public @interface Symbol {
    java.lang.String[] value();
}
