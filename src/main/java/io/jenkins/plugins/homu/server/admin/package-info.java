/** The admin interface of the server. */
package io.jenkins.plugins.homu.server.admin;
