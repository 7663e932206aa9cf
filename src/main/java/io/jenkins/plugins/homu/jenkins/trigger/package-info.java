/** Jobs of this Jenkins as builders: started, found again, stopped, and heard of by listeners. */
package io.jenkins.plugins.homu.jenkins.trigger;
