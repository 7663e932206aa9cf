package jenkins.model;

/** Signatures only, see docs/development.md. */
public abstract class Tab implements hudson.model.Action, jenkins.model.Badgeable {
    public Tab(hudson.model.Actionable p0) {}
}
