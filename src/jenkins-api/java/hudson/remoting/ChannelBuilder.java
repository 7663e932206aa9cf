package hudson.remoting;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class ChannelBuilder {
    public ChannelBuilder(java.lang.String p0, java.util.concurrent.ExecutorService p1) {}
}
