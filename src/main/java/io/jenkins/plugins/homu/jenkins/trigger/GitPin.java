package io.jenkins.plugins.homu.jenkins.trigger;

import hudson.model.Action;
import hudson.plugins.git.RevisionParameterAction;
import io.jenkins.plugins.homu.port.Builder.Build;
import java.util.Locale;
import java.util.Optional;
import jenkins.model.ParameterizedJobMixIn.ParameterizedJob;
import org.eclipse.jgit.transport.RemoteConfig;
import org.eclipse.jgit.transport.URIish;
import org.jenkinsci.plugins.variant.OptionalExtension;

/** Makes the git plugin check out the merge commit, whatever branch the job is configured with. */
@OptionalExtension(requirePlugins = "git")
public class GitPin implements JobTarget.Pin {
    @Override
    public Optional<Action> pin(ParameterizedJob<?, ?> job, Build build) {
        return Optional.of(new MergeCommit(
                build.attempt().merge().orElseThrow().value(),
                build.repository().testRepository().toString()));
    }

    /** For the repository that tests run in only: other ones of the same build, such as those of shared libraries, don't have the commit. */
    static final class MergeCommit extends RevisionParameterAction {
        private static final long serialVersionUID = 1L;

        private final String repository;

        private MergeCommit(String commit, String repository) {
            super(commit, false);
            this.repository = repository;
        }

        /** {@code owner/name}. */
        String repository() {
            return repository;
        }

        @Override
        public boolean canOriginateFrom(Iterable<RemoteConfig> remotes) {
            for (RemoteConfig remote : remotes) {
                if (remote.getURIs().stream().map(URIish::getPath).anyMatch(this::isOurs)) {
                    return true;
                }
            }
            return false;
        }

        /** By owner and name, since the same repository has addresses of several kinds. */
        boolean isOurs(String address) {
            return endsWith(address, repository);
        }

        /** A mirror or a fork often has the same name. */
        boolean isNamedLikeOurs(String address) {
            return endsWith(address, repository.substring(repository.indexOf('/') + 1));
        }

        private static boolean endsWith(String address, String names) {
            String path = "/" + address.replace(':', '/').replaceAll("(\\.git)?/*$", "");
            return path.toLowerCase(Locale.ROOT).endsWith("/" + names.toLowerCase(Locale.ROOT));
        }
    }
}
