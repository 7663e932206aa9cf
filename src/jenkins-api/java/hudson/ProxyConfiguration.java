package hudson;

/** Signatures only, see docs/development.md. */
public abstract class ProxyConfiguration
        implements hudson.model.Describable<hudson.ProxyConfiguration>, hudson.model.Saveable, java.io.Serializable {
    private ProxyConfiguration() {}

    public native java.lang.String getName();

    public native java.lang.String getNoProxyHost();

    public native int getPort();

    public native hudson.util.Secret getSecretPassword();

    public native java.lang.String getUserName();
}
