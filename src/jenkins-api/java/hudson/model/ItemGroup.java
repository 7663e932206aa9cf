package hudson.model;

/** Signatures only, see docs/development.md. */
public interface ItemGroup<T extends hudson.model.Item>
        extends jenkins.model.FullyNamed, jenkins.model.FullyNamedModelObject, hudson.model.PersistenceRoot {}
