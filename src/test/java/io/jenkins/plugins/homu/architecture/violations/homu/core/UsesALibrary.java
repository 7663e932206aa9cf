package io.jenkins.plugins.homu.architecture.violations.homu.core;

import com.fasterxml.jackson.databind.JsonNode;

/** Breaks a rule on purpose: the core knows a library. */
public record UsesALibrary(JsonNode node) {}
