package hudson.model;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class ParametersDefinitionProperty extends jenkins.model.OptionalJobProperty<hudson.model.Job<?, ?>>
        implements hudson.model.Action {
    public ParametersDefinitionProperty(java.util.List p0) {}

    public native java.lang.String getDisplayName();

    public native java.lang.String getIconFileName();

    public native java.util.List<hudson.model.ParameterDefinition> getParameterDefinitions();

    public native java.lang.String getUrlName();
}
