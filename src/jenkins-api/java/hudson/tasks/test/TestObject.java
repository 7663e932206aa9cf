package hudson.tasks.test;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class TestObject extends hudson.tasks.junit.TestObject {
    public TestObject() {}

    public native java.lang.String getFullDisplayName();
}
