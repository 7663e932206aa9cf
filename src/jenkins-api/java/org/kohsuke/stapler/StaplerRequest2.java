package org.kohsuke.stapler;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public interface StaplerRequest2 extends jakarta.servlet.http.HttpServletRequest {
    void bindJSON(java.lang.Object p0, net.sf.json.JSONObject p1);

    jakarta.servlet.RequestDispatcher getView(java.lang.Object p0, java.lang.String p1) throws java.io.IOException;
}
