/** Comments as GitHub shows them, by CommonMark. */
package io.jenkins.plugins.homu.markdown;
