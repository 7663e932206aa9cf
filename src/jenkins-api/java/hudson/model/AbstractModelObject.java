package hudson.model;

/** Signatures only, see docs/development.md. */
public abstract class AbstractModelObject implements hudson.search.SearchableModelObject {
    public AbstractModelObject() {}
}
