package jenkins.widgets;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public interface HasWidgets {}
