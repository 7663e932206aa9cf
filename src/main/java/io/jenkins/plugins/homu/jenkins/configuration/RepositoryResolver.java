package io.jenkins.plugins.homu.jenkins.configuration;

import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.core.settings.AccessSettings;
import io.jenkins.plugins.homu.core.settings.AccessSettings.Level;
import io.jenkins.plugins.homu.core.settings.BuilderSettings;
import io.jenkins.plugins.homu.core.settings.LabelChange;
import io.jenkins.plugins.homu.core.settings.LabelEvent;
import io.jenkins.plugins.homu.core.settings.Names;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is configured for a repository, checked, in the queue's own terms. */
final class RepositoryResolver {
    private final RepositoryConfiguration repository;

    RepositoryResolver(RepositoryConfiguration repository) {
        this.repository = repository;
    }

    /** @throws ConfigurationException when it can't be used; the message names the repository */
    RepositorySettings resolve(String botName, Optional<String> pageUrl) {
        try {
            return checked(botName, pageUrl);
        } catch (ConfigurationException e) {
            throw new ConfigurationException(
                    "Repository " + LogLine.quote(repository.effectiveLabel()) + ": " + e.getMessage(), e);
        }
    }

    private RepositorySettings checked(String botName, Optional<String> pageUrl) {
        String effective = repository.effectiveLabel();
        if (!Names.isLabel(effective)) {
            throw new ConfigurationException(
                    "The label must have 1 to 100 characters, none of them a control character.");
        }
        return new RepositorySettings(
                effective,
                id(),
                botName,
                logins(repository.getReviewers()),
                logins(repository.getTryUsers()),
                branches(),
                builderSettings(),
                minutes("The timeout", repository.getTimeoutMinutes(), 1),
                minutes("The time for CI to start", repository.getStartTimeoutMinutes(), 0),
                repository.getMaxPriority(),
                new LinkedHashSet<>(repository.getBlockingLabels()),
                labelChanges(),
                Set.of(),
                pageUrl,
                repository.isDryRun(),
                repository.isFailFast(),
                MergeResolver.resolve(repository),
                access());
    }

    RepositoryId id() {
        try {
            return new RepositoryId(
                    Texts.filled(repository.getOwner()).orElse(""),
                    Texts.filled(repository.getName()).orElse(""));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    "Owner and name can't be those of a repository on GitHub; write them as in github.com/OWNER/NAME.",
                    e);
        }
    }

    static Set<String> logins(List<String> entries) {
        Set<String> logins = new LinkedHashSet<>();
        for (String entry : entries) {
            String login = entry.startsWith("@") ? entry.substring(1) : entry;
            if (!Names.isLogin(login)) {
                throw new ConfigurationException(LogLine.quote(entry) + " can't be a login on GitHub.");
            }
            logins.add(login);
        }
        return logins;
    }

    private AccessSettings access() {
        return new AccessSettings(
                level(repository.getReviewerPermission()),
                level(repository.getTryPermission()),
                teams(repository.getReviewerTeams()),
                teams(repository.getTryTeams()));
    }

    static Optional<Level> level(String word) {
        Optional<String> filled = Texts.filled(word).map(it -> it.toLowerCase(Locale.ROOT));
        if (filled.isPresent() && Level.granting(filled.get()).isEmpty()) {
            throw new ConfigurationException("The permission " + LogLine.quote(word) + " must be one of "
                    + String.join(", ", Level.GRANTING)
                    + ". Everybody has read in a public repository, so it can't give a right.");
        }
        return filled.flatMap(Level::granting);
    }

    static Set<String> teams(List<String> entries) {
        Set<String> teams = new LinkedHashSet<>();
        for (String team : entries) {
            if (!Names.isTeam(team)) {
                throw new ConfigurationException(LogLine.quote(team)
                        + " can't be a team; write organisation/team, as in github.com/orgs/ORGANISATION/teams/TEAM.");
            }
            teams.add(team.toLowerCase(Locale.ROOT));
        }
        return teams;
    }

    private RepositorySettings.Branches branches() {
        RepositorySettings.Branches own = repository.getBranches().toSettings();
        for (String branch : List.of(own.auto(), own.tryBranch(), own.rollup())) {
            if (!Names.isBranch(branch)) {
                throw new ConfigurationException(LogLine.quote(branch) + " can't be the name of a branch.");
            }
            if (Names.isUsualBase(branch)) {
                throw new ConfigurationException("The branch " + branch
                        + " would be overwritten again and again; choose one that nobody works on, such as auto.");
            }
        }
        own.fork().filter(id()::equals).ifPresent(fork -> {
            throw new ConfigurationException("The fork that tests run in, " + fork
                    + ", is the repository itself; name another, or leave the field empty.");
        });
        return own;
    }

    /** Builds of ours, and those of Buildbot and Quay, say nothing of a commit that is no attempt's. */
    private BuilderSettings sparing(BuilderConfiguration builder, BuilderSettings settings) {
        boolean can = settings.kind().isOnGitHub() || settings.kind() == BuilderSettings.Kind.TRAVIS;
        return repository.isStatusBasedExemption()
                        && can
                        && settings.autoContext().isPresent()
                ? builder.pullContext().map(settings::sparing).orElse(settings)
                : settings;
    }

    private List<BuilderSettings> builderSettings() {
        List<BuilderSettings> all = repository.getBuilders().stream()
                .flatMap(builder -> builder.toSettings().stream().map(settings -> sparing(builder, settings)))
                .toList();
        Set<String> names = new HashSet<>();
        for (BuilderSettings builder : all) {
            if (!names.add(builder.name())) {
                throw new ConfigurationException(
                        "Two builders are called " + LogLine.quote(builder.name()) + "; give them different names.");
            }
        }
        if (all.stream().noneMatch(builder -> builder.autoContext().isPresent())) {
            throw new ConfigurationException(
                    "There is no builder whose word is needed for a merge, so nothing would be tested; add one.");
        }
        return all;
    }

    private static Duration minutes(String what, int minutes, int least) {
        int most = (int) Duration.ofDays(30).toMinutes();
        if (minutes < least || minutes > most) {
            throw new ConfigurationException(what + " must be " + least + " to " + most + " minutes.");
        }
        return Duration.ofMinutes(minutes);
    }

    private Map<LabelEvent, LabelChange> labelChanges() {
        Map<LabelEvent, LabelChange> changes = new EnumMap<>(LabelEvent.class);
        for (LabelConfiguration one : repository.getLabels()) {
            LabelEvent event = one.labelEvent()
                    .orElseThrow(() -> new ConfigurationException(LogLine.quote(one.getEvent())
                            + " is no event that labels can change on; the documentation lists them."));
            if (changes.put(event, one.toSettings()) != null) {
                throw new ConfigurationException("The labels of the event " + event.key() + " are given twice.");
            }
        }
        return changes;
    }
}
