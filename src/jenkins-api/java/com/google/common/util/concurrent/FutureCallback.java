package com.google.common.util.concurrent;

/** Signatures only, see docs/development.md. */
public interface FutureCallback<V> {
    void onFailure(java.lang.Throwable p0);
}
