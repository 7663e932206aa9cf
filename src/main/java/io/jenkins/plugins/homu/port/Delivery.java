package io.jenkins.plugins.homu.port;

import java.time.Instant;

/**
 * A verified delivery from outside, as it is kept until it has been dealt with.
 *
 * @param id the sender's id; a second one of the same id is a duplicate. GitHub: X-GitHub-Delivery
 * @param source {@code github}, {@code buildbot} ...
 * @param type GitHub: X-GitHub-Event
 * @param label the repository it concerns
 * @param body as text, after its signature was verified over the bytes
 */
public record Delivery(String id, String source, String type, String label, String body, Instant receivedAt) {}
