package io.jenkins.plugins.homu.github;

import io.jenkins.plugins.homu.core.model.RepositoryId;

/**
 * What GitHub says of a repository.
 *
 * @param id its present name, in GitHub's own letters
 * @param sshUrl where it is cloned from by SSH
 * @param administered whether our account may make webhooks and deploy keys in it
 */
public record AboutRepository(RepositoryId id, String sshUrl, boolean administered) {}
