package io.jenkins.plugins.homu.simulator;

import java.security.PublicKey;

/**
 * A GitHub App; it acts as the bot account {@code slug[bot]}.
 *
 * @param key the public half of its private key, null for an app of GitHub's own
 */
public record SimApp(long id, String slug, SimUser owner, SimUser bot, PublicKey key) {}
