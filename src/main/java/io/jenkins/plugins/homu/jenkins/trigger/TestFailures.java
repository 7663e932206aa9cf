package io.jenkins.plugins.homu.jenkins.trigger;

import hudson.model.Run;
import hudson.tasks.test.AbstractTestResultAction;
import hudson.tasks.test.TestResult;
import java.util.List;
import org.jenkinsci.plugins.variant.OptionalExtension;

/** Names of the failed tests, where the junit plugin has recorded some. */
@OptionalExtension(requirePlugins = "junit")
public class TestFailures implements FailureDescriber {
    @Override
    public List<String> failedTests(Run<?, ?> run, int limit) {
        AbstractTestResultAction<?> results = run.getAction(AbstractTestResultAction.class);
        if (results == null || results.getFailCount() == 0) {
            return List.of();
        }
        return results.getFailedTests().stream()
                .limit(limit)
                .map(TestResult::getFullDisplayName)
                .toList();
    }
}
