package hudson.model;

/** Signatures only, see docs/development.md. */
public interface ModifiableItemGroup<T extends hudson.model.Item> extends hudson.model.ItemGroup<T> {}
