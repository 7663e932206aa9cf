package com.cloudbees.plugins.credentials.domains;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class Domain implements java.io.Serializable {
    public Domain(java.lang.String p0, java.lang.String p1, java.util.List p2) {}

    public static native com.cloudbees.plugins.credentials.domains.Domain global();
}
