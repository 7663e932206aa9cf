package hudson.remoting;

/** Signatures only, see docs/development.md. */
public abstract class ChannelClosedException extends org.jenkinsci.remoting.ChannelStateException {
    public ChannelClosedException() {
        super((hudson.remoting.Channel) null, (java.lang.String) null);
    }
}
