package hudson.remoting;

/** Signatures only, see docs/development.md. */
interface IChannel {}
