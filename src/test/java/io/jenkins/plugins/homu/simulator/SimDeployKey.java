package io.jenkins.plugins.homu.simulator;

/** A key whose private half may read a repository, or write it. */
public record SimDeployKey(long id, String title, String key, boolean readOnly) {}
