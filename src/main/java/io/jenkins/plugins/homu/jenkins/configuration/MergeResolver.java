package io.jenkins.plugins.homu.jenkins.configuration;

import io.jenkins.plugins.homu.core.message.CommitMessages;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.core.settings.MergeSettings;
import io.jenkins.plugins.homu.core.settings.MergeSettings.Method;
import java.util.Optional;
import java.util.Set;

/** How a repository merges, checked. */
final class MergeResolver {
    private MergeResolver() {}

    /** @throws ConfigurationException when it contradicts itself */
    static MergeSettings resolve(RepositoryConfiguration repository) {
        String word = repository.getMergeMethod();
        Method method = Method.of(word)
                .orElseThrow(() -> new ConfigurationException(
                        LogLine.quote(word) + " is no way to merge; choose merge, linear, squash or fast-forward."));
        if (repository.isAutosquash() && (method == Method.SQUASH || method == Method.FAST_FORWARD)) {
            throw new ConfigurationException("Autosquash contradicts the merge method " + word
                    + ", which leaves no commits to fold; switch it off, or choose merge or linear.");
        }
        Optional<String> merge = template("message of merge commits", repository.getMergeMessage());
        if (merge.filter(CommitMessages::namesCoAuthors).isPresent()) {
            throw new ConfigurationException(
                    "The message of merge commits can't name {co_authors}: their commits are left as they are.");
        }
        return new MergeSettings(
                method,
                repository.isAutosquash(),
                // Only where GitHub's API can't do it: not every controller has git.
                new MergeSettings(method, repository.isAutosquash()).needsGit(),
                merge,
                template("message of squashed commits", repository.getSquashMessage()),
                Optional.empty());
    }

    /** @throws ConfigurationException when it has placeholders that mean nothing */
    static Optional<String> template(String what, String text) {
        Optional<String> template = Texts.filled(text);
        Set<String> unknown = template.map(CommitMessages::unknownPlaceholders).orElse(Set.of());
        if (!unknown.isEmpty()) {
            throw new ConfigurationException("The " + what + " has placeholders that mean nothing: {"
                    + String.join("}, {", unknown) + "}. The help lists those there are.");
        }
        return template;
    }
}
