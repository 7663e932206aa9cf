package org.kohsuke.stapler;

/** Signatures only, see docs/development.md. */
public interface StaplerResponse2 extends jakarta.servlet.http.HttpServletResponse {}
