package hudson.model;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public interface TaskListener extends org.jenkinsci.remoting.SerializableOnlyOverRemoting {
    java.io.PrintStream getLogger();
}
