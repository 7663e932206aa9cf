package jenkins.branch;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class BranchProjectFactory<
                P extends hudson.model.Job<P, R> & hudson.model.TopLevelItem, R extends hudson.model.Run<P, R>>
        extends hudson.model.AbstractDescribableImpl<jenkins.branch.BranchProjectFactory<?, ?>>
        implements hudson.model.Saveable, hudson.ExtensionPoint {
    public BranchProjectFactory() {}

    public abstract jenkins.branch.Branch getBranch(P p0);
}
