package jenkins.model;

/** Signatures only, see docs/development.md. */
public interface ModifiableTopLevelItemGroup extends hudson.model.ModifiableItemGroup<hudson.model.TopLevelItem> {}
