package io.jenkins.plugins.homu.simulator;

/** An App installed for an account, with access to that account's repositories. */
public record SimInstallation(long id, SimApp app, SimUser account) {}
