package io.jenkins.plugins.homu.engine;

import io.jenkins.plugins.homu.core.effect.Effect.CancelBuilds;
import io.jenkins.plugins.homu.core.effect.Effect.ReadResults;
import io.jenkins.plugins.homu.core.effect.Effect.StartBuild;
import io.jenkins.plugins.homu.core.event.Event.BuildNotStarted;
import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.event.Event.ResultsReported;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.BuilderResult;
import io.jenkins.plugins.homu.core.settings.BuilderSettings;
import io.jenkins.plugins.homu.port.Builder;
import io.jenkins.plugins.homu.port.Builder.Build;
import io.jenkins.plugins.homu.port.Builder.Started;
import io.jenkins.plugins.homu.port.Builder.Stop;
import io.jenkins.plugins.homu.port.GatewayException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts, stops and looks up builds. */
final class Jobs {
    private final Builder builder;

    Jobs(Builder builder) {
        this.builder = builder;
    }

    Result start(Job.Run run, StartBuild effect) throws GatewayException {
        Optional<Build> build = run.settings()
                .builds(effect.builder())
                .flatMap(settings -> build(run, effect.attempt(), settings, effect.restart(), effect.again()));
        if (build.isEmpty()) {
            return Result.done(new BuildNotStarted(
                    effect.attempt(),
                    effect.builder(),
                    "It is not among the builders of the repository any more. Use retry to test with those that are."));
        }
        run.beginWriting().run();
        Started started = builder.start(build.get());
        if (started instanceof Started.Impossible impossible) {
            return Result.done(new BuildNotStarted(effect.attempt(), effect.builder(), impossible.reason()));
        }
        return Result.done(new ResultsReported(List.of(((Started.Going) started).report())));
    }

    /**
     * @param byAttempt only builds that know which attempt they are of, as another one tests the same commit
     * @param calls by which it is done
     */
    void cancel(Job.Run run, CancelBuilds effect, boolean byAttempt, AllCalls calls) {
        for (String name : concerned(run, effect)) {
            boolean knowsIts = run.settings()
                    .builder(name)
                    .filter(one -> one.kind() == BuilderSettings.Kind.JOB)
                    .isPresent();
            if (byAttempt && !knowsIts) {
                continue;
            }
            calls.make(() -> builder.cancel(new Stop(run.settings(), effect.attempt(), effect.merge(), name)));
        }
    }

    /** Without builders named, those are meant that saw the CI branch move by themselves. */
    private static List<String> concerned(Job.Run run, CancelBuilds effect) {
        return effect.builders().isEmpty()
                ? run.settings().builders().stream()
                        .filter(one -> one.kind().hasBuilds() && !one.kind().isStartedByUs())
                        .map(BuilderSettings::name)
                        .toList()
                : effect.builders();
    }

    List<Reported> find(Job.Run run, ReadResults effect) throws GatewayException {
        Optional<Attempt> attempt = run.state().attempt(effect.attempt());
        List<Reported> found = new ArrayList<>();
        if (attempt.isPresent()) {
            for (BuilderResult result : attempt.get().results()) {
                Optional<Build> build = run.settings()
                        .builder(result.builder())
                        .filter(settings -> settings.kind().canBeAskedFor())
                        .flatMap(settings ->
                                build(run, effect.attempt(), settings, result.restarts(), Optional.empty()));
                if (build.isPresent()) {
                    builder.find(build.get()).ifPresent(found::add);
                }
            }
        }
        return found;
    }

    private static Optional<Build> build(
            Job.Run run, long attempt, BuilderSettings settings, int restart, Optional<String> again) {
        return run.state()
                .attempt(attempt)
                .filter(found -> found.merge().isPresent())
                .filter(found ->
                        settings.contextFor(found.kind() == Attempt.Kind.TRY).isPresent())
                .map(found -> new Build(run.settings(), found, settings, restart, again));
    }
}
