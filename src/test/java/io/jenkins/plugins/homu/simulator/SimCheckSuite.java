package io.jenkins.plugins.homu.simulator;

import java.time.Instant;

/** The check runs of one App for one commit; its status and conclusion follow from them. */
public record SimCheckSuite(long id, SimApp app, String headSha, String headBranch, Instant createdAt) {}
