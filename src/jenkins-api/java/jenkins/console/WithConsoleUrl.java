package jenkins.console;

/** Signatures only, see docs/development.md. */
public interface WithConsoleUrl {}
