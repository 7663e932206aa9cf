package org.kohsuke.stapler;

/** Signatures only, see docs/development.md. */
public abstract class HttpRedirect extends java.lang.RuntimeException implements org.kohsuke.stapler.HttpResponse {
    private HttpRedirect() {}
}
