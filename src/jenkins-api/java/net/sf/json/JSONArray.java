package net.sf.json;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public final class JSONArray extends net.sf.json.AbstractJSON implements net.sf.json.JSON {
    public JSONArray() {}

    public native boolean addAll(java.util.Collection p0);

    public static native net.sf.json.JSONArray fromObject(java.lang.Object p0);

    public native java.util.Iterator iterator();
}
