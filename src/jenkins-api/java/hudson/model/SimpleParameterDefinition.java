package hudson.model;

/** Signatures only, see docs/development.md. */
public abstract class SimpleParameterDefinition extends hudson.model.ParameterDefinition {
    protected SimpleParameterDefinition(java.lang.String p0) {
        super((java.lang.String) null);
    }

    public abstract hudson.model.ParameterValue createValue(java.lang.String p0);
}
