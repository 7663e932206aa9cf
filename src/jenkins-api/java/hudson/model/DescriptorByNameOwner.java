package hudson.model;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public interface DescriptorByNameOwner extends hudson.model.ModelObject {}
