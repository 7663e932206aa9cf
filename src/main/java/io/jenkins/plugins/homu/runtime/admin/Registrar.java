package io.jenkins.plugins.homu.runtime.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.github.AboutRepository;
import io.jenkins.plugins.homu.port.GatewayException;

/** Sets a repository up at a service that builds. Works on the builder's part of its document. */
public interface Registrar {
    /** The builder's key in the document. */
    String builder();

    /** Puts in what can be left out, before the document is checked. */
    void complete(RepositoryId repository, ObjectNode settings) throws Refusal;

    /**
     * Sets it up, and notes in the settings what was made. Where that can't go on, what was made so far is in {@code undo}.
     *
     * @param base beneath which callbacks are taken, as seen from outside, without a slash at the end
     */
    void register(String label, AboutRepository about, String base, ObjectNode settings, Undo undo)
            throws GatewayException, Refusal;

    /** Takes down what was made. What can't be is told in the log. @param keep leave the repository there be */
    void unregister(String label, RepositoryId repository, ObjectNode settings, boolean keep);
}
