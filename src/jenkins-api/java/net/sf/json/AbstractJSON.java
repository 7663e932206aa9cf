package net.sf.json;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
abstract class AbstractJSON implements net.sf.json.JSON {
    AbstractJSON() {}
}
