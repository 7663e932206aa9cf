/** The server's configuration in the form in which Jenkins reads the plugin's. */
package io.jenkins.plugins.homu.server.jcasc;
