package hudson.tasks.test;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class TestResult extends hudson.tasks.test.TestObject {
    public TestResult() {}
}
