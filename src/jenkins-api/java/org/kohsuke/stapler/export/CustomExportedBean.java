package org.kohsuke.stapler.export;

/** Signatures only, see docs/development.md. */
public interface CustomExportedBean {}
