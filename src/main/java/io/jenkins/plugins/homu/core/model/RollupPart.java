package io.jenkins.plugins.homu.core.model;

/**
 * A pull request on its way into a rollup.
 *
 * @param head the commit that was approved
 * @param message of the commit that merges it into the rollup
 */
public record RollupPart(int number, CommitSha head, String approver, String title, String message) {
    public AttemptMember member() {
        return new AttemptMember(number, head, approver);
    }

    /** A pull request that could not be taken in. @param reason an English clause such as "it is not approved" */
    public record LeftOut(int number, String reason) {}
}
