/**
 * The web side without a web server: neutral requests and responses, the routing of callbacks, the JSON interface, live
 * updates, and the pages. A shell (the embedded server, or Jenkins) only has to turn its own request into an {@link
 * io.jenkins.plugins.homu.http.HttpRequest} and to write out what {@link io.jenkins.plugins.homu.http.Application}
 * answers.
 */
package io.jenkins.plugins.homu.http;
