package hudson.remoting;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class Channel implements hudson.remoting.VirtualChannel, hudson.remoting.IChannel, java.io.Closeable {
    protected Channel(hudson.remoting.ChannelBuilder p0, hudson.remoting.CommandTransport p1)
            throws java.io.IOException {}

    public native boolean isClosingOrClosed();
}
