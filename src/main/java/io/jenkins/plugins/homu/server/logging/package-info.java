/** Log lines of the server without Jenkins. */
package io.jenkins.plugins.homu.server.logging;
