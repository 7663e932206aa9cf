package io.jenkins.plugins.homu.jenkins.trigger;

import io.jenkins.plugins.homu.core.event.Event.ReportKind;
import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import io.jenkins.plugins.homu.port.Builder.Build;
import java.util.Optional;

/** What a Pipeline said of a builder. Stored with its build, so fields are of kinds that Jenkins stores. */
public final class StatusReport {
    /** What was said before anybody knew which attempt tests that commit. */
    private static final long UNKNOWN = 0;

    private final long attempt;
    private final String repository;
    private final String commit;
    private final String builder;
    private final int restart;
    private final BuilderState state;
    private final String url;
    private final String description;
    private final boolean awaitsEnd;
    private final long at = System.currentTimeMillis();

    /**
     * @param attempt its id; empty: whichever tests the commit
     * @param repository its label, or owner/name; empty: whichever knows the commit
     * @param restart which build of the builder it is of, as in {@link Reported}
     * @param url empty: the build
     * @param awaitsEnd it counts when the build has ended, and only if that is not lost
     */
    public StatusReport(
            Optional<Long> attempt,
            Optional<String> repository,
            CommitSha commit,
            String builder,
            int restart,
            BuilderState state,
            Optional<String> url,
            String description,
            boolean awaitsEnd) {
        this.attempt = attempt.orElse(UNKNOWN);
        this.repository = repository.orElse(null);
        this.commit = commit.value();
        this.builder = builder;
        this.restart = restart;
        this.state = state;
        this.url = url.orElse(null);
        this.description = description;
        this.awaitsEnd = awaitsEnd;
    }

    String builder() {
        return builder;
    }

    BuilderState state() {
        return state;
    }

    Optional<String> url() {
        return Optional.ofNullable(url);
    }

    String description() {
        return description;
    }

    boolean awaitsEnd() {
        return awaitsEnd;
    }

    boolean isFinal() {
        return state.isFinal();
    }

    long at() {
        return at;
    }

    boolean isOf(Build build) {
        boolean isThatAttempt = attempt == UNKNOWN
                ? at >= build.attempt().createdAt().toEpochMilli()
                : attempt == build.attempt().id();
        return isThatAttempt
                && builder.equals(build.builder().name())
                && build.attempt().merge().equals(Optional.of(new CommitSha(commit)))
                && (repository == null || isMeant(repository, build.repository()));
    }

    /** Whether a repository is called so: by its label, or as owner/name of where it is merged or tested. */
    public static boolean isMeant(String name, RepositorySettings repository) {
        return name.equals(repository.label())
                || name.equalsIgnoreCase(repository.repository().toString())
                || name.equalsIgnoreCase(repository.testRepository().toString());
    }

    boolean isReplacedBy(StatusReport later) {
        return builder.equals(later.builder) && attempt == later.attempt && commit.equals(later.commit);
    }

    Reported reported(long thatAttempt, BuilderState now, Optional<String> buildUrl) {
        return new Reported(
                        ReportKind.BUILDER,
                        new CommitSha(commit),
                        builder,
                        now,
                        url().or(() -> buildUrl),
                        description,
                        "",
                        restart)
                .of(thatAttempt);
    }
}
