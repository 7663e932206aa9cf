package hudson.search;

/** Signatures only, see docs/development.md. */
public interface SearchableModelObject extends hudson.model.ModelObject, hudson.search.SearchItem {}
