/** The git program, for what GitHub's API can't do. Without a shell, without other people's configuration, without a work tree. */
package io.jenkins.plugins.homu.git;
