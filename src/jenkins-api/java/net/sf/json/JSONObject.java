package net.sf.json;

/** Signatures only, see docs/development.md. */
@SuppressWarnings("rawtypes")
public abstract class JSONObject extends net.sf.json.AbstractJSON
        implements net.sf.json.JSON, java.util.Map<java.lang.String, java.lang.Object>, java.lang.Comparable {
    private JSONObject() {}

    public native java.lang.Object put(java.lang.String p0, java.lang.Object p1);

    public native java.lang.Object remove(java.lang.String p0);
}
