package jenkins.model;

/** Signatures only, see docs/development.md. */
public interface IComputer
        extends hudson.security.AccessControlled,
                org.jenkins.ui.icon.IconSpec,
                hudson.model.ModelObject,
                jenkins.model.Named {}
