package hudson.model;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class ParameterDefinition
        implements hudson.model.Describable<hudson.model.ParameterDefinition>,
                hudson.ExtensionPoint,
                java.io.Serializable {
    protected ParameterDefinition(java.lang.String p0) {}

    public native hudson.model.ParameterValue getDefaultParameterValue();

    public native java.lang.String getName();
}
