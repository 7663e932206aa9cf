package org.jenkinsci.remoting;

/** Signatures only, see docs/development.md. */
public abstract class ChannelStateException extends java.io.IOException {
    public ChannelStateException(hudson.remoting.Channel p0, java.lang.String p1) {}
}
