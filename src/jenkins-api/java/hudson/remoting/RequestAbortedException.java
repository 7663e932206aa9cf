package hudson.remoting;

/** Signatures only, see docs/development.md. */
public abstract class RequestAbortedException extends hudson.remoting.RemotingSystemException {
    public RequestAbortedException(java.lang.Throwable p0) {
        super(p0);
    }
}
