/** The step {@code homuStatus}. */
package io.jenkins.plugins.homu.jenkins.pipeline;
