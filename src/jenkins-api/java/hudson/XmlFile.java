package hudson;

/** Signatures only, see docs/development.md. */
public abstract class XmlFile {
    public XmlFile(java.io.File p0) {}
}
