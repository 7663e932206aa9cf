/** Repositories that are added, shown and removed over HTTP while the queues run. */
package io.jenkins.plugins.homu.runtime.admin;
