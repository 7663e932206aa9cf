/** What an administrator configures, by form or as code. Holds data and says what is wrong with it; does nothing else. */
package io.jenkins.plugins.homu.jenkins.configuration;
