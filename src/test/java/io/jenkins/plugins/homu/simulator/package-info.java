/**
 * A stateful GitHub for tests, the demo and the benchmark, in front of real bare git repositories.
 *
 * <p>It is a peer, not a mock: written from GitHub's documents and sharing no type with the program under test, so that a
 * misreading on one side shows. What it answers was compared with GitHub's own published material: REST bodies with the
 * schemas and examples of {@code @octokit/openapi} 23.0.2 (every required key is there), payloads with octokit's webhook
 * examples (a test does that each time), the GraphQL schema with {@code @octokit/graphql-schema} 15.26.1. What GitHub
 * publishes nowhere is guessed: the message of an updateRefs whose beforeOid is wrong, of a mergeBranch that conflicts,
 * and which of 403 and 404 a caller without rights gets.
 *
 * <p>Left out: branch protection against pushes by git itself, line counts and patches in diffs, teams below teams,
 * {@code Last-Modified}.
 */
package io.jenkins.plugins.homu.simulator;
