/** Puts everything together inside Jenkins: begins when the jobs are loaded, follows the configuration, stops with Jenkins. */
package io.jenkins.plugins.homu.jenkins.plugin;
