package io.jenkins.plugins.homu.core.model;

/**
 * One pull request of an attempt.
 *
 * @param head the commit that was approved (or tried)
 * @param approver who approved, or the one who asked for the try
 */
public record AttemptMember(int number, CommitSha head, String approver) {}
