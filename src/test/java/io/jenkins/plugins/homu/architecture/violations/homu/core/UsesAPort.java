package io.jenkins.plugins.homu.architecture.violations.homu.core;

import io.jenkins.plugins.homu.port.Clock;

/** Breaks a rule on purpose: the core knows a port. */
public record UsesAPort(Clock clock) {}
