package jenkins.model;

/** Signatures only, see docs/development.md. */
public interface DirectlyModifiableTopLevelItemGroup extends jenkins.model.ModifiableTopLevelItemGroup {}
