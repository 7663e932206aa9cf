package com.cloudbees.groovy.cps;

/** Signatures only, see docs/development.md. */
public abstract class SerializableScript extends groovy.lang.Script implements java.io.Serializable {
    public SerializableScript() {}
}
