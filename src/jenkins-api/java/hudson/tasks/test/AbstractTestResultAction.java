package hudson.tasks.test;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class AbstractTestResultAction<T extends hudson.tasks.test.AbstractTestResultAction>
        extends jenkins.model.Tab implements hudson.model.HealthReportingAction, jenkins.model.RunAction2 {
    protected AbstractTestResultAction() {
        super((hudson.model.Actionable) null);
    }

    public native java.lang.String getDisplayName();

    public abstract int getFailCount();

    public native java.util.List<? extends hudson.tasks.test.TestResult> getFailedTests();

    public native java.lang.String getIconFileName();

    public native java.lang.String getUrlName();
}
