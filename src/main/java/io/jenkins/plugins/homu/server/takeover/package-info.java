/** Taking over from an original Homu: reads its database, and makes of it what our own store keeps. */
package io.jenkins.plugins.homu.server.takeover;
