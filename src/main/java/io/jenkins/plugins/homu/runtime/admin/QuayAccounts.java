package io.jenkins.plugins.homu.runtime.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.ci.QuayAccount;

/** Which Quay a repository is at, and with which token it is set up there. */
@FunctionalInterface
public interface QuayAccounts {
    /**
     * Looks it up.
     *
     * @param settings the document's part about Quay
     * @return with a token
     * @throws Refusal when it can't be asked; the message says what to do about it
     */
    QuayAccount of(ObjectNode settings) throws Refusal;
}
