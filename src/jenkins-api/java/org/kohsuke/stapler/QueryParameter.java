package org.kohsuke.stapler;

/** Signatures only, see docs/development.md. */
@java.lang.annotation.Retention(value = java.lang.annotation.RetentionPolicy.RUNTIME)
@java.lang.annotation.Target(value = {java.lang.annotation.ElementType.PARAMETER})
public @interface QueryParameter {
    boolean fixEmpty() default false;

    boolean required() default false;

    java.lang.String value() default "";
}
