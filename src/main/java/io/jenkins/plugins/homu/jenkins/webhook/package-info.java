/** Where GitHub and builders outside post to. */
package io.jenkins.plugins.homu.jenkins.webhook;
