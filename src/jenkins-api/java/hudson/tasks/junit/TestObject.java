package hudson.tasks.junit;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class TestObject extends hudson.model.AbstractModelObject implements java.io.Serializable {
    public TestObject() {}
}
