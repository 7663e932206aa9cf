package jenkins.model;

/** Signatures only, see docs/development.md. */
public interface HistoricalBuild extends jenkins.model.FullyNamedModelObject {}
