package hudson.model;

/** Signatures only, see docs/development.md. */
public interface ReconfigurableDescribable<T extends hudson.model.ReconfigurableDescribable<T>>
        extends hudson.model.Describable<T> {}
