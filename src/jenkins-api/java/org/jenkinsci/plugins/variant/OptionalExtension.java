package org.jenkinsci.plugins.variant;

/** Signatures only, see docs/development.md. */
@net.java.sezpoz.Indexable
@java.lang.annotation.Retention(value = java.lang.annotation.RetentionPolicy.RUNTIME)
@java.lang.annotation.Target(
        value = {
            java.lang.annotation.ElementType.TYPE,
            java.lang.annotation.ElementType.METHOD,
            java.lang.annotation.ElementType.FIELD
        })
@SuppressWarnings("rawtypes")
public @interface OptionalExtension {
    double ordinal() default 0.0;

    java.lang.Class[] requireClasses() default {};

    java.lang.String[] requirePlugins() default {};

    java.lang.String[] requireVariants() default {};
}
