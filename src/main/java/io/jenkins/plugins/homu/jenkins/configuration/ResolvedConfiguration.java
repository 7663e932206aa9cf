package io.jenkins.plugins.homu.jenkins.configuration;

import io.jenkins.plugins.homu.runtime.RuntimeConfiguration;
import java.util.List;

/**
 * What is configured, with its secrets looked up.
 *
 * @param runtime with those repositories that can be used
 * @param problems of the others, in words for people; never a secret
 */
public record ResolvedConfiguration(RuntimeConfiguration runtime, List<String> problems) {
    public ResolvedConfiguration {
        problems = List.copyOf(problems);
    }
}
