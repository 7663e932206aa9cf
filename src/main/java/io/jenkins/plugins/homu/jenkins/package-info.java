/** Homu inside Jenkins: the only package that knows Jenkins and Stapler. */
package io.jenkins.plugins.homu.jenkins;
