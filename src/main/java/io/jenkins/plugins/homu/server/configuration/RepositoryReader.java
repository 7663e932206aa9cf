package io.jenkins.plugins.homu.server.configuration;

import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.core.settings.AccessSettings;
import io.jenkins.plugins.homu.core.settings.HookSettings;
import io.jenkins.plugins.homu.core.settings.LabelChange;
import io.jenkins.plugins.homu.core.settings.LabelEvent;
import io.jenkins.plugins.homu.core.settings.Names;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import io.jenkins.plugins.homu.core.settings.RepositorySettings.Branches;
import io.jenkins.plugins.homu.server.configuration.ServerConfiguration.Repository;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the tables {@code [repo.LABEL]}. */
final class RepositoryReader {
    static final int HIGHEST_PRIORITY = 1_000_000_000;

    private static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration LONGEST_TIMEOUT = Duration.ofDays(30);
    private final Problems problems;
    private final Defaults defaults;

    /** What holds for every repository that says nothing else. */
    record Defaults(
            int maxPriority,
            boolean dryRun,
            Set<HookSettings> hooks,
            Optional<String> pageUrl,
            GitReader.Local git,
            boolean othersAreAdded,
            QuayReader.Defaults quay) {}

    RepositoryReader(Problems problems, Defaults defaults) {
        this.problems = problems;
        this.defaults = defaults;
    }

    List<Repository> all(Section root) {
        Map<String, Section> sections =
                root.table("repo").map(repo -> repo.tables("LABEL")).orElse(Map.of());
        if (sections.isEmpty() && !root.has("repo") && !defaults.othersAreAdded()) {
            problems.error(0, "repo", "there is no repository; add a table [repo.LABEL] with owner and name");
        }
        List<Repository> repositories = new ArrayList<>();
        Map<RepositoryId, String> seen = new HashMap<>();
        sections.forEach((label, section) -> {
            label(label, section);
            one(label, section).ifPresent(repository -> {
                String other = seen.putIfAbsent(repository.settings().repository(), label);
                if (other != null) {
                    section.error(
                            "name",
                            "the repository " + repository.settings().repository() + " is that of [repo." + other
                                    + "] already; remove one of the two");
                }
                repositories.add(repository);
            });
        });
        forks(sections, repositories);
        return repositories;
    }

    /** Nobody could say what a report from a fork is about that belongs to two. */
    private static void forks(Map<String, Section> sections, List<Repository> repositories) {
        Map<RepositoryId, String> taken = new HashMap<>();
        repositories.forEach(one -> taken.putIfAbsent(
                one.settings().repository(),
                "has a queue of its own as [repo." + one.settings().label() + "]"));
        for (Repository one : repositories) {
            String label = one.settings().label();
            one.settings()
                    .branches()
                    .fork()
                    .filter(fork -> !fork.equals(one.settings().repository()))
                    .ifPresent(fork -> {
                        String other = taken.putIfAbsent(fork, "is where [repo." + label + "] is tested");
                        if (other != null) {
                            sections.get(label)
                                    .error(
                                            ForkReader.TABLE,
                                            "the repository " + fork + " " + other + " already; use another");
                        }
                    });
        }
    }

    /** One that was added while we ran; empty when it isn't even known which repository it is. */
    Optional<Repository> added(String label, Node.Table table) {
        Section section = new Section(table, "", problems);
        if (!Names.isLabel(label) || List.of("all", ".", "..").contains(label)) {
            section.error("the label must have 1 to 100 characters, none of them a control character, and be neither"
                    + " \"all\" nor dots");
        }
        return one(label, section);
    }

    private void label(String label, Section section) {
        if (!Names.isLabel(label)) {
            section.error("the label must have 1 to 100 characters, none of them a control character");
        } else if (label.contains("+") || label.contains("/")) {
            section.warning(
                    "the label has a + or a /, which mean something in addresses; its pages need it percent-encoded");
        } else if (label.equals("all") || label.equals(".") || label.equals("..")) {
            section.warning("the label \"" + label
                    + "\" means something else in addresses, so it has no page of its own; choose another");
        }
    }

    /** Empty when it isn't even known which repository it is. */
    private Optional<Repository> one(String label, Section section) {
        Optional<RepositoryId> id = id(section);
        Section github = section.tableOrEmpty("github");
        Optional<String> secret = github.required(
                "secret", "it must be the same as the webhook's on GitHub; make one with: openssl rand -hex 20");
        github.finish();

        Set<String> reviewers = Logins.read(section, "reviewers");
        Set<String> tryUsers = Logins.read(section, "try_users");
        AccessSettings access = AccessReader.read(section);
        if (reviewers.isEmpty()
                && access.reviewLevel().isEmpty()
                && access.reviewTeams().isEmpty()) {
            section.warning("reviewers", "names nobody, so nobody can approve a pull request here");
        }
        Duration timeout =
                section.duration("timeout", RepositorySettings.DEFAULT_TIMEOUT, SHORTEST_TIMEOUT, LONGEST_TIMEOUT);
        Duration startTimeout = section.duration(
                "start_timeout", RepositorySettings.DEFAULT_START_TIMEOUT, Duration.ZERO, LONGEST_TIMEOUT);
        int maxPriority = section.number("max_priority", defaults.maxPriority(), 0, HIGHEST_PRIORITY);
        BuilderReader builders = new BuilderReader(section, id, defaults.quay());
        RepositorySettings settings = new RepositorySettings(
                label,
                id.orElse(new RepositoryId("unknown", "unknown")),
                "",
                reviewers,
                tryUsers,
                branches(section.tableOrEmpty("branch")).inFork(ForkReader.read(section, id, defaults.git())),
                builders.all(),
                timeout,
                startTimeout,
                maxPriority,
                new LinkedHashSet<>(section.texts("blocking_labels")),
                labels(section.tableOrEmpty("labels")),
                defaults.hooks(),
                defaults.pageUrl(),
                section.flag("dry_run", defaults.dryRun()),
                true,
                MergeReader.read(section, defaults.git()),
                access);
        section.unsupported(
                "is the Rust project's own register, and is ignored: name people, or write reviewer_permission or"
                        + " reviewer_teams",
                "rust_team");
        section.known("status_based_exemption");
        section.finish();
        return id.map(known -> new Repository(settings, new Secret(secret.orElse("")), builders.services()));
    }

    private static Optional<RepositoryId> id(Section section) {
        Optional<String> owner = section.required("owner", "it is the first part of github.com/OWNER/NAME");
        Optional<String> name = section.required("name", "it is the second part of github.com/OWNER/NAME");
        if (owner.isEmpty() || name.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new RepositoryId(owner.get(), name.get()));
        } catch (IllegalArgumentException e) {
            section.error(
                    "owner",
                    "owner and name can't be those of a repository on GitHub; write them as in github.com/OWNER/NAME");
            return Optional.empty();
        }
    }

    private static Branches branches(Section section) {
        Branches branches = new Branches(
                branch(section, "auto", Branches.DEFAULT.auto()),
                branch(section, "try", Branches.DEFAULT.tryBranch()),
                branch(section, "rollup", Branches.DEFAULT.rollup()));
        section.finish();
        return branches;
    }

    private static String branch(Section section, String key, String absent) {
        Optional<String> name = section.filled(key);
        if (name.isEmpty()) {
            return absent;
        }
        String branch = name.get();
        if (!Names.isBranch(branch)) {
            section.error(key, "can't be the name of a branch");
        } else if (Names.isUsualBase(branch)) {
            section.error(
                    key,
                    "this branch is overwritten again and again; choose one that nobody works on, such as \"" + absent
                            + "\"");
        }
        return branch;
    }

    private static Map<LabelEvent, LabelChange> labels(Section section) {
        Map<LabelEvent, LabelChange> changes = new EnumMap<>(LabelEvent.class);
        for (LabelEvent event : LabelEvent.values()) {
            section.table(event.key()).ifPresent(table -> {
                changes.put(
                        event,
                        new LabelChange(
                                Set.copyOf(table.texts("add")),
                                Set.copyOf(table.texts("remove")),
                                Set.copyOf(table.texts("unless"))));
                table.finish();
            });
        }
        section.finish();
        return changes;
    }
}
