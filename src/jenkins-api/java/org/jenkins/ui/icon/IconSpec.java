package org.jenkins.ui.icon;

/** Signatures only, see docs/development.md. */
public interface IconSpec {}
