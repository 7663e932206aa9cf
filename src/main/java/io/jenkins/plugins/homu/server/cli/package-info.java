/** The command line of the server: one class for each sub-command. */
package io.jenkins.plugins.homu.server.cli;
