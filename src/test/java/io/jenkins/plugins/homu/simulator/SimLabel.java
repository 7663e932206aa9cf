package io.jenkins.plugins.homu.simulator;

/** A label of a repository. */
public record SimLabel(long id, String name, String color, String description) {}
