package hudson.search;

/** Signatures only, see docs/development.md. */
public interface SearchItem {}
