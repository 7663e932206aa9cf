package jenkins.security;

/** Signatures only, see docs/development.md. */
public abstract class BasicHeaderAuthenticator implements hudson.ExtensionPoint {
    public BasicHeaderAuthenticator() {}

    public native org.springframework.security.core.Authentication authenticate2(
            jakarta.servlet.http.HttpServletRequest p0,
            jakarta.servlet.http.HttpServletResponse p1,
            java.lang.String p2,
            java.lang.String p3)
            throws java.io.IOException, jakarta.servlet.ServletException;
}
