package hudson.security.csrf;

/** Signatures only, see docs/development.md. */
public abstract class CrumbExclusion implements hudson.ExtensionPoint {
    public CrumbExclusion() {}

    public native boolean process(
            jakarta.servlet.http.HttpServletRequest p0,
            jakarta.servlet.http.HttpServletResponse p1,
            jakarta.servlet.FilterChain p2)
            throws java.io.IOException, jakarta.servlet.ServletException;
}
