package jenkins.branch;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class MultiBranchProject<
                P extends hudson.model.Job<P, R> & hudson.model.TopLevelItem, R extends hudson.model.Run<P, R>>
        extends com.cloudbees.hudson.plugins.folder.computed.ComputedFolder<P>
        implements jenkins.scm.api.SCMSourceOwner, org.jenkins.ui.icon.IconSpec {
    protected MultiBranchProject(hudson.model.ItemGroup p0, java.lang.String p1) {
        super((hudson.model.ItemGroup) null, (java.lang.String) null);
    }

    public native java.lang.String getDisplayName();

    public native P getItemByBranchName(java.lang.String p0);

    public native jenkins.branch.BranchProjectFactory<P, R> getProjectFactory();

    public native jenkins.scm.api.SCMSource getSCMSource(java.lang.String p0);
}
