package hudson;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class FilePath implements org.jenkinsci.remoting.SerializableOnlyOverRemoting {
    private FilePath() {}
}
