package hudson;

/** Signatures only, see docs/development.md. */
@net.java.sezpoz.Indexable
@java.lang.annotation.Retention(value = java.lang.annotation.RetentionPolicy.RUNTIME)
@java.lang.annotation.Target(
        value = {
            java.lang.annotation.ElementType.TYPE,
            java.lang.annotation.ElementType.FIELD,
            java.lang.annotation.ElementType.METHOD
        })
public @interface Extension {
    jenkins.YesNoMaybe dynamicLoadable() default jenkins.YesNoMaybe.MAYBE;

    boolean optional() default false;

    double ordinal() default 0.0;
}
