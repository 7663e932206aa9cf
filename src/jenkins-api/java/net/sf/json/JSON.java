package net.sf.json;

/** Signatures only, see docs/development.md. */
public interface JSON extends java.io.Serializable {}
