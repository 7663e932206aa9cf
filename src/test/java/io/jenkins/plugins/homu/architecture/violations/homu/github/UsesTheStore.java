package io.jenkins.plugins.homu.architecture.violations.homu.github;

import io.jenkins.plugins.homu.store.DatabaseSettings;

/** Breaks a rule on purpose: an adapter knows another. */
public record UsesTheStore(DatabaseSettings settings) {}
