/** What the calls of all adapters by HTTP have in common. */
package io.jenkins.plugins.homu.client;
