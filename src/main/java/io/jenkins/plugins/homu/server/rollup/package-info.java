/** People sign in with GitHub to ask for rollups and comparisons on the pages. */
package io.jenkins.plugins.homu.server.rollup;
