/** The whole of Homu without what surrounds it: put together, started, changed and stopped for a server or for Jenkins. */
package io.jenkins.plugins.homu.runtime;
