package org.jenkinsci.remoting;

/** Signatures only, see docs/development.md. */
public interface SerializableOnlyOverRemoting extends java.io.Serializable {}
