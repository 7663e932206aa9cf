package hudson.model;

/** Signatures only, see docs/development.md. */
public interface RootAction extends hudson.model.Action, hudson.ExtensionPoint {
    default boolean isPrimaryAction() {
        throw new UnsupportedOperationException("a signature only");
    }
}
