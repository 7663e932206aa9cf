package hudson;

/** Signatures only, see docs/development.md. */
public abstract class XmlFile {
    private XmlFile() {}
}
