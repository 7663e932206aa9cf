/** Calls of the programs that the configuration adds as commands. */
package io.jenkins.plugins.homu.hook;
