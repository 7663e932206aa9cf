package io.jenkins.plugins.homu.core.model;

/** Whether GitHub can merge the head into the base. */
public enum Mergeability {
    UNKNOWN,
    MERGEABLE,
    CONFLICTING
}
