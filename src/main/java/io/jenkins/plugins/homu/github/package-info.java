/**
 * GitHub: {@link io.jenkins.plugins.homu.github.GitHubClient} asks and acts over REST and GraphQL,
 * {@link io.jenkins.plugins.homu.github.GitHubWebhooks} verifies and reads what GitHub tells us. All requests go through
 * {@link io.jenkins.plugins.homu.github.ApiHttp}, which keeps to GitHub's limits; whatever GitHub or anybody else wrote
 * is read through {@link io.jenkins.plugins.homu.github.Fields}, which trusts nothing.
 */
package io.jenkins.plugins.homu.github;
