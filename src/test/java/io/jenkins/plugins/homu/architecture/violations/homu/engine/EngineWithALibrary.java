package io.jenkins.plugins.homu.architecture.violations.homu.engine;

import com.fasterxml.jackson.databind.JsonNode;

/** Breaks a rule on purpose: the engine knows a library. */
public record EngineWithALibrary(JsonNode node) {}
