/**
 * Builders outside: Buildbot and Travis CI. What they post to us is verified and read by a translator each; their builds
 * are looked up, stopped and asked for once more by a builder each. {@link io.jenkins.plugins.homu.ci.Services} has them
 * all. A builder's name in the settings is its name at the service.
 */
package io.jenkins.plugins.homu.ci;
