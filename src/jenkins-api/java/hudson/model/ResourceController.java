package hudson.model;

/** Signatures only, see docs/development.md. */
public abstract class ResourceController {
    public ResourceController() {}
}
