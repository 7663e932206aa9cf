package hudson.model;

/** Signatures only, see docs/development.md. */
public abstract class Hudson extends jenkins.model.Jenkins {
    public Hudson(java.io.File p0, jakarta.servlet.ServletContext p1)
            throws java.io.IOException, java.lang.InterruptedException, org.jvnet.hudson.reactor.ReactorException {
        super((java.io.File) null, (jakarta.servlet.ServletContext) null);
    }
}
