package hudson.remoting;

/** Signatures only, see docs/development.md. */
abstract class RemotingSystemException extends java.lang.RuntimeException {
    RemotingSystemException(java.lang.Throwable p0) {}
}
