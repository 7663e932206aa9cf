package io.jenkins.plugins.homu.server.configuration;

import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.git.GitSettings;
import java.util.Optional;

/** Reads the Rust fork's table {@code [repo.LABEL.test-on-fork]}. */
final class ForkReader {
    static final String TABLE = "test-on-fork";

    private ForkReader() {}

    /** @param repository of the label, if it is known */
    static Optional<RepositoryId> read(Section section, Optional<RepositoryId> repository, GitReader.Local git) {
        Optional<Section> table = section.table(TABLE);
        if (table.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> owner = table.get().required("owner", "it is the first part of github.com/OWNER/NAME");
        Optional<String> name = table.get().required("name", "it is the second part of github.com/OWNER/NAME");
        table.get().finish();
        if (owner.isEmpty() || name.isEmpty()) {
            return Optional.empty();
        }
        RepositoryId fork;
        try {
            fork = new RepositoryId(owner.get(), name.get());
        } catch (IllegalArgumentException e) {
            table.get()
                    .error(
                            "owner",
                            "owner and name can't be those of a repository on GitHub; write them as in"
                                    + " github.com/OWNER/NAME");
            return Optional.empty();
        }
        if (repository.equals(Optional.of(fork))) {
            table.get().error("is the repository itself; name the fork that tests are to run in, or remove the table");
        } else if (git.settings().isEmpty()) {
            table.get()
                    .error(
                            "needs the git program, since GitHub's API can't merge into another repository; set local_git ="
                                    + " true in [git]");
        } else if (repository.isPresent() && isOneAddress(git.settings().get(), repository.get(), fork)) {
            table.get()
                    .error("has the same address as the repository itself; remote_url in [git] must hold {owner} and"
                            + " {name}");
        }
        return Optional.of(fork);
    }

    private static boolean isOneAddress(GitSettings git, RepositoryId repository, RepositoryId fork) {
        return git.urlOf(repository).equals(git.urlOf(fork));
    }
}
