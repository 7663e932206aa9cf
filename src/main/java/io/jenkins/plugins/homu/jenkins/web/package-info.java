/** Pages, JSON and buttons beneath {@code /homu/}. */
package io.jenkins.plugins.homu.jenkins.web;
