package org.jvnet.hudson.reactor;

/** Signatures only, see docs/development.md. */
public abstract class ReactorException extends java.lang.Exception {
    private ReactorException() {}
}
