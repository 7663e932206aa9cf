package org.kohsuke.stapler;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class HttpResponses {
    public HttpResponses() {}

    public static native org.kohsuke.stapler.HttpResponses.HttpResponseException errorWithoutStack(
            int p0, java.lang.String p1);

    public static native org.kohsuke.stapler.HttpResponses.HttpResponseException forwardToPreviousPage();

    public static native org.kohsuke.stapler.HttpRedirect redirectTo(java.lang.String p0);

    public abstract static class HttpResponseException extends java.lang.RuntimeException
            implements org.kohsuke.stapler.HttpResponse {
        public HttpResponseException() {}
    }
}
