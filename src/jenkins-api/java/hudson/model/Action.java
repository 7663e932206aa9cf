package hudson.model;

/** Signatures only, see docs/development.md. */
public interface Action extends hudson.model.ModelObject {
    java.lang.String getDisplayName();

    java.lang.String getIconFileName();

    java.lang.String getUrlName();
}
