package hudson.model.labels;

/** Signatures only, see docs/development.md. */
public interface LabelAssignmentAction extends hudson.model.Action {}
