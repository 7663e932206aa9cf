package io.jenkins.plugins.homu.engine;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.effect.Effect.ReadMergeability;
import io.jenkins.plugins.homu.core.effect.Effect.ReadPermission;
import io.jenkins.plugins.homu.core.effect.Effect.ReadPull;
import io.jenkins.plugins.homu.core.effect.Effect.ReadResults;
import io.jenkins.plugins.homu.core.effect.Effect.Synchronise;
import io.jenkins.plugins.homu.core.event.Event.MergeabilityRead;
import io.jenkins.plugins.homu.core.event.Event.PermissionRead;
import io.jenkins.plugins.homu.core.event.Event.PullRead;
import io.jenkins.plugins.homu.core.event.Event.ReportKind;
import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.event.Event.ResultsReported;
import io.jenkins.plugins.homu.core.event.Event.Synchronised;
import io.jenkins.plugins.homu.core.model.Mergeability;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.settings.AccessSettings;
import io.jenkins.plugins.homu.core.settings.AccessSettings.Level;
import io.jenkins.plugins.homu.core.settings.BuilderSettings;
import io.jenkins.plugins.homu.port.Clock;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.GitHubGateway;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Asks. Nothing outside changes by it, so nothing needs to be looked for after a restart. */
final class Looker {
    /** Asked so often at most what GitHub has not made up its mind about: 5, 10, 15, 20 s after each other. */
    private static final int MOST_ASKS = 5;

    /** The next comparison, which may be what asked, comes soon enough. */
    private static final int MOST_ASKS_BY_THE_WAY = 2;

    private static final Duration FIRST_WAIT = Duration.ofSeconds(5);

    private final GitHubGateway gateway;
    private final Jobs jobs;
    private final Clock clock;

    Looker(GitHubGateway gateway, Jobs jobs, Clock clock) {
        this.gateway = gateway;
        this.jobs = jobs;
        this.clock = clock;
    }

    Result readPull(Job.Run run, ReadPull effect) throws GatewayException {
        return Result.done(
                new PullRead(effect.number(), gateway.pull(run.settings().repository(), effect.number())));
    }

    Result readMergeability(Job.Run run, ReadMergeability effect) throws GatewayException {
        boolean caused = effect.cause().isPresent();
        Map<Integer, Mergeability> all = new TreeMap<>(
                caused
                        ? gateway.mergeability(run.settings().repository(), effect.baseRef())
                        : gateway.mergeability(run.settings().repository(), unknown(run, effect.baseRef())));
        int read = all.size();
        all.values().removeIf(answer -> answer == Mergeability.UNKNOWN);
        int most = caused ? MOST_ASKS : MOST_ASKS_BY_THE_WAY;
        if (all.size() < read && run.job().asks() < most - 1) {
            run.job().askedInVain(clock.now());
            return new Result.Later(
                    FIRST_WAIT.multipliedBy(run.job().asks()), "GitHub is computing what can still be merged");
        }
        return Result.done(new MergeabilityRead(effect.baseRef(), all, effect.cause()));
    }

    private static List<Integer> unknown(Job.Run run, String baseRef) {
        return run.state().pulls().values().stream()
                .filter(pull -> pull.baseRef().equals(baseRef) && pull.mergeable() == Mergeability.UNKNOWN)
                .map(PullRequest::number)
                .toList();
    }

    /** Before then GitHub would have no answer yet. */
    static Instant notBefore(Effect effect, Instant decidedAt) {
        return effect instanceof ReadMergeability asked && asked.cause().isEmpty()
                ? decidedAt.plus(FIRST_WAIT)
                : Instant.MIN;
    }

    Result synchronise(Job.Run run, Synchronise effect) throws GatewayException {
        Instant start = clock.now();
        GitHubGateway.OpenPulls open = gateway.openPulls(run.settings().repository(), effect.since());
        return Result.done(new Synchronised(open.pulls(), open.comments(), start));
    }

    Result readResults(Job.Run run, ReadResults effect) throws GatewayException {
        List<Reported> reports = new ArrayList<>(jobs.find(run, effect));
        Set<ReportKind> wanted = onGitHub(run.settings().builders());
        if (!wanted.isEmpty()) {
            reports.addAll(gateway.results(run.settings().testRepository(), effect.merge(), wanted));
        }
        return Result.done(new ResultsReported(reports));
    }

    /** What GitHub has to be asked for on behalf of some builders. */
    static Set<ReportKind> onGitHub(List<BuilderSettings> builders) {
        Set<ReportKind> kinds = EnumSet.noneOf(ReportKind.class);
        for (BuilderSettings builder : builders) {
            if (builder.kind().isOnGitHub()) {
                kinds.add(builder.kind() == BuilderSettings.Kind.CHECK ? ReportKind.CHECK : ReportKind.STATUS);
            }
        }
        return kinds;
    }

    /** Asks no further once somebody is known to be a reviewer, who may do everything. */
    Result readPermission(Job.Run run, ReadPermission effect) throws GatewayException {
        Instant start = clock.now();
        AccessSettings access = run.settings().access();
        Optional<Level> level = Optional.empty();
        Set<String> teams = new TreeSet<>();
        List<String> troubles = new ArrayList<>();
        if (access.reviewLevel().isPresent() || access.tryLevel().isPresent()) {
            try {
                level = gateway.permission(run.settings().repository(), effect.login());
            } catch (GatewayException e) {
                troubles.add(permanentTrouble(e));
            }
        }
        boolean reviews = access.isReviewLevel(level);
        for (String team : access.teams()) {
            if (reviews) {
                break;
            }
            try {
                if (gateway.isTeamMember(run.settings().repository(), team, effect.login())) {
                    teams.add(team);
                    reviews = access.reviewTeams().contains(team);
                }
            } catch (GatewayException e) {
                troubles.add(permanentTrouble(e));
            }
        }
        Optional<String> trouble = reviews || troubles.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join("; ", new TreeSet<>(troubles)));
        return Result.done(new PermissionRead(effect.login(), level, teams, trouble, start));
    }

    /** What a person has to mend leaves the other answers true; what may pass is tried again as a whole. */
    private static String permanentTrouble(GatewayException e) throws GatewayException {
        if (e.isTransient()) {
            throw e;
        }
        return String.valueOf(e.getMessage());
    }

    /**
     * Whether the answer to one question, asked now, answers another that waits as well. Both were decided before, so the
     * answer is newer than either.
     */
    static boolean answersToo(Effect asked, Effect other) {
        if (asked instanceof ReadPull one && other instanceof ReadPull two) {
            return one.number() == two.number();
        }
        if (asked instanceof ReadMergeability one && other instanceof ReadMergeability two) {
            // Without a cause, only what is unknown is asked for.
            return one.baseRef().equals(two.baseRef())
                    && (one.cause().isPresent() || two.cause().isEmpty());
        }
        if (asked instanceof ReadResults one && other instanceof ReadResults two) {
            return one.merge().equals(two.merge());
        }
        if (asked instanceof ReadPermission one && other instanceof ReadPermission two) {
            return one.login().equalsIgnoreCase(two.login());
        }
        if (asked instanceof Synchronise one && other instanceof Synchronise two) {
            return two.since().isEmpty()
                    || (one.since().isPresent()
                            && !one.since().get().isAfter(two.since().get()));
        }
        return false;
    }
}
