package hudson.model;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public interface Item
        extends hudson.model.PersistenceRoot,
                jenkins.model.FullyNamedModelObject,
                hudson.search.SearchableModelObject,
                jenkins.model.FullyNamed,
                jenkins.model.Named,
                hudson.security.AccessControlled,
                jenkins.util.io.OnMaster {
    java.lang.String getFullName();
}
