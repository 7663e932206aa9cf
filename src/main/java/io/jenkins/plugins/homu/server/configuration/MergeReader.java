package io.jenkins.plugins.homu.server.configuration;

import io.jenkins.plugins.homu.core.message.CommitMessages;
import io.jenkins.plugins.homu.core.settings.MergeSettings;
import io.jenkins.plugins.homu.core.settings.MergeSettings.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads how a repository merges: the original's {@code linear} and {@code autosquash}, and our {@code merge_method}. */
final class MergeReader {
    private MergeReader() {}

    static MergeSettings read(Section section, GitReader.Local git) {
        boolean linear = section.flag("linear", false);
        boolean autosquash = section.flag("autosquash", false);
        Method method = method(section, linear);
        Optional<String> merge = template(section, "merge_message");
        Optional<String> squash = template(section, "squash_message");
        MergeSettings settings =
                new MergeSettings(method, autosquash, git.settings().isPresent(), merge, squash, git.committer());
        if (autosquash && (method == Method.SQUASH || method == Method.FAST_FORWARD)) {
            section.error(
                    "autosquash",
                    "contradicts merge_method = \"" + method.word() + "\", which "
                            + (method == Method.SQUASH
                                    ? "makes one commit of them all; remove autosquash"
                                    : "takes commits as they are; remove one of the two"));
        } else if (settings.needsGit() && git.settings().isEmpty()) {
            section.error(
                    autosquash ? "autosquash" : linear ? "linear" : "merge_method",
                    "needs the git program, which GitHub's API can't stand in for; set local_git = true in [git]");
        }
        if (merge.isPresent() && method != Method.MERGE) {
            section.warning("merge_message", "has no effect: no merge commits are made here");
        }
        merge.filter(CommitMessages::namesCoAuthors)
                .ifPresent(template -> section.error(
                        "merge_message",
                        "can't name {co_authors}: a merge commit leaves everybody's commits as they are"));
        return settings;
    }

    private static Method method(Section section, boolean linear) {
        Optional<String> word = section.filled("merge_method");
        Method usual = linear ? Method.LINEAR : Method.MERGE;
        if (word.isEmpty()) {
            return usual;
        }
        Optional<Method> method = Method.of(word.get());
        if (method.isEmpty()) {
            section.error(
                    "merge_method",
                    "must be one of "
                            + Arrays.stream(Method.values()).map(Method::word).collect(Collectors.joining(", ")));
            return usual;
        }
        if (linear && method.get() != Method.LINEAR) {
            section.error("linear", "contradicts merge_method = \"" + word.get() + "\"; remove one of the two");
        }
        return method.get();
    }

    private static Optional<String> template(Section section, String key) {
        Optional<String> template = section.filled(key);
        template.ifPresent(text -> {
            Set<String> unknown = CommitMessages.unknownPlaceholders(text);
            if (!unknown.isEmpty()) {
                section.error(
                        key,
                        "has placeholders that mean nothing: {" + String.join("}, {", unknown) + "}; there are {"
                                + CommitMessages.PLACEHOLDERS.stream()
                                        .filter(name -> key.equals("squash_message")
                                                || !CommitMessages.namesCoAuthors("{" + name + "}"))
                                        .sorted()
                                        .collect(Collectors.joining("}, {"))
                                + "}");
            }
        });
        return template;
    }
}
