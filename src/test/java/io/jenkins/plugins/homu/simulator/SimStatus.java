package io.jenkins.plugins.homu.simulator;

import java.time.Instant;

/** A commit status; url and description may be null. */
public record SimStatus(
        long id,
        String sha,
        String context,
        String state,
        String url,
        String description,
        SimUser creator,
        Instant createdAt) {}
