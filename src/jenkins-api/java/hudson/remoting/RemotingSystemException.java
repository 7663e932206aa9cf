package hudson.remoting;

/** Signatures only, see docs/development.md. */
abstract class RemotingSystemException extends java.lang.RuntimeException {
    private RemotingSystemException() {}
}
