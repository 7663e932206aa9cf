package io.jenkins.plugins.homu.core.settings;

import io.jenkins.plugins.homu.core.model.RepositoryId;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One validated snapshot of a repository's configuration. No secrets: those stay with the adapters.
 *
 * @param label the repository's name in the configuration, in URLs and in JSON
 * @param botName the bot's login on GitHub, which is also the name it is spoken to by
 * @param reviewers logins that may do everything
 * @param tryUsers logins that may try and retry
 * @param builders all builders, for real attempts and for tries, in the order of the configuration
 * @param timeout an attempt is given up after that, counted from when its merge commit stood on the CI branch
 * @param startTimeout an attempt of which no builder was heard after that is given up; zero: never
 * @param maxPriority a higher one is refused
 * @param blockingLabels a pull request with one of these is neither approved nor started; any case
 * @param labels what happens to a pull request's labels on which event
 * @param hooks the commands that the configuration adds
 * @param pageUrl address of the bot's pages without a slash at the end; empty: texts have no links
 * @param dryRun decide everything, write nothing
 * @param failFast when a builder fails, the jobs that we started beside it are stopped
 * @param merges how pull requests are put onto their base
 * @param access who has rights by what they are on GitHub
 */
public record RepositorySettings(
        String label,
        RepositoryId repository,
        String botName,
        Set<String> reviewers,
        Set<String> tryUsers,
        Branches branches,
        List<BuilderSettings> builders,
        Duration timeout,
        Duration startTimeout,
        int maxPriority,
        Set<String> blockingLabels,
        Map<LabelEvent, LabelChange> labels,
        Set<HookSettings> hooks,
        Optional<String> pageUrl,
        boolean dryRun,
        boolean failFast,
        MergeSettings merges,
        AccessSettings access) {

    /** The original's ten hours. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofHours(10);

    public static final Duration DEFAULT_START_TIMEOUT = Duration.ofMinutes(15);

    /** The Rust fork's. */
    public static final int DEFAULT_MAX_PRIORITY = 9001;

    public RepositorySettings {
        reviewers = Set.copyOf(reviewers);
        tryUsers = Set.copyOf(tryUsers);
        builders = List.copyOf(builders);
        blockingLabels = Set.copyOf(blockingLabels);
        labels = Map.copyOf(labels);
        hooks = Set.copyOf(hooks);
    }

    /**
     * Branches of the bot's own. Attempts that share a branch take turns; with {@code {base}} or {@code {number}} in the
     * name, each base or pull request gets one of its own.
     *
     * @param fork the repository that they are in, where tests run; empty: the one that pull requests are merged in
     */
    public record Branches(String auto, String tryBranch, String rollup, Optional<RepositoryId> fork) {
        public static final Branches DEFAULT = new Branches("auto", "try", "rollup");

        /** In the repository itself. */
        public Branches(String auto, String tryBranch, String rollup) {
            this(auto, tryBranch, rollup, Optional.empty());
        }

        public Branches inFork(Optional<RepositoryId> repository) {
            return new Branches(auto, tryBranch, rollup, repository);
        }
    }

    /** Where the bot's branches are and tests run: the repository itself, or a fork of it. */
    public RepositoryId testRepository() {
        return branches.fork().orElse(repository);
    }

    /** The same for a bot of another name, which may become known only after the rest. */
    public RepositorySettings withBotName(String name) {
        return with(name, hooks, merges);
    }

    public RepositorySettings withHooks(Set<HookSettings> others) {
        return with(botName, others, merges);
    }

    /** The same with commits made by the git program, where there is a choice. */
    public RepositorySettings withLocalGit() {
        return with(botName, hooks, merges.withLocal());
    }

    private RepositorySettings with(String name, Set<HookSettings> newHooks, MergeSettings newMerges) {
        return new RepositorySettings(
                label,
                repository,
                name,
                reviewers,
                tryUsers,
                branches,
                builders,
                timeout,
                startTimeout,
                maxPriority,
                blockingLabels,
                labels,
                newHooks,
                pageUrl,
                dryRun,
                failFast,
                newMerges,
                access);
    }

    /** A hook by its name. */
    public Optional<HookSettings> hook(String name) {
        return hooks.stream().filter(hook -> hook.name().equals(name)).findFirst();
    }

    /** The words of the commands that the configuration adds. */
    public Set<String> hookNames() {
        return hooks.stream().map(HookSettings::name).collect(Collectors.toSet());
    }

    /** The builders of a real attempt, or of a try. */
    public List<BuilderSettings> buildersFor(boolean isTry) {
        return builders.stream()
                .filter(builder -> builder.contextFor(isTry).isPresent())
                .toList();
    }

    /**
     * Where tests run and what counts, in words to compare with: when they are others, what is being tested waits for reports
     * that don't come any more. Which job it is that we start ourselves makes no difference.
     */
    public Set<String> setup(boolean isTry) {
        Set<String> words = new LinkedHashSet<>();
        words.add("in " + testRepository());
        buildersFor(isTry).forEach(builder -> words.add(setup(builder, isTry)));
        return words;
    }

    /** One line of {@link #setup(boolean)}. */
    public static String setup(BuilderSettings builder, boolean isTry) {
        return builder.name() + " " + builder.kind()
                + (builder.kind() == BuilderSettings.Kind.JOB
                        ? ""
                        : " " + builder.contextFor(isTry).orElse(""));
    }

    /** Whether a merge need not be tested when all builders have passed that very commit before. */
    public boolean isTestSpared() {
        return buildersFor(false).stream()
                .allMatch(builder -> builder.pullContext().isPresent());
    }

    /** A builder by its name. */
    public Optional<BuilderSettings> builder(String name) {
        return builders.stream().filter(builder -> builder.name().equals(name)).findFirst();
    }

    /** A builder by its name, if its builds can be looked up and stopped. */
    public Optional<BuilderSettings> builds(String name) {
        return builder(name).filter(builder -> builder.kind().hasBuilds());
    }

    public boolean isReviewer(String login) {
        return containsLogin(reviewers, login);
    }

    public boolean isTryUser(String login) {
        return containsLogin(tryUsers, login);
    }

    public boolean isBot(String login) {
        return bare(botName).equalsIgnoreCase(bare(login));
    }

    /** An App's login carries a suffix in some of GitHub's answers, and not in others. */
    private static String bare(String login) {
        return login.endsWith("[bot]") ? login.substring(0, login.length() - "[bot]".length()) : login;
    }

    private static boolean containsLogin(Set<String> logins, String login) {
        return logins.stream().anyMatch(login::equalsIgnoreCase);
    }
}
