package hudson.model;

/** Signatures only, see docs/development.md. */
public interface ModelObject {
    java.lang.String getDisplayName();
}
