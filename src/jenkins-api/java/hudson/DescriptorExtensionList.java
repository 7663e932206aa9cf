package hudson;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class DescriptorExtensionList<
                T extends hudson.model.Describable<T>, D extends hudson.model.Descriptor<T>>
        extends hudson.ExtensionList<D> {
    protected DescriptorExtensionList(hudson.model.Hudson p0, java.lang.Class p1) {
        super((hudson.model.Hudson) null, (java.lang.Class) null);
    }
}
