package io.jenkins.plugins.homu.ci;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.homu.ci.ServiceHttp.Answer;
import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.model.BuilderResult;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.port.Builder;
import io.jenkins.plugins.homu.port.Clock;
import io.jenkins.plugins.homu.port.GatewayException;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.RequestBody;

/** Builds of Travis CI, which sees the CI branch move by itself: looks them up, stops them, and asks for them again. */
final class TravisBuilder implements Builder {
    private static final System.Logger LOG = System.getLogger(TravisBuilder.class.getName());
    private static final String PUSHES = "push";
    private static final String PUSHES_AND_PULLS = "push,pull_request";
    private static final String MOST_BUILDS = "50";
    private static final String LOOKING =
            "Check the endpoint, and the token, which must be of somebody who sees the repository";
    private static final String TOKEN = "Put a token of Travis CI that may do that into our configuration";

    private final ServiceHttp http;
    private final Clock clock;
    private volatile Map<String, ServiceRepository> repositories = Map.of();

    TravisBuilder(ServiceHttp http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    void configure(Collection<ServiceRepository> all) {
        repositories = all.stream()
                .filter(repository -> repository.services().travis().isPresent())
                .collect(Collectors.toMap(ServiceRepository::label, Function.identity()));
    }

    private static TravisSettings travis(ServiceRepository repository) {
        return repository.services().travis().orElseThrow();
    }

    private static Reported report(ServiceRepository repository, TravisBuild build) {
        return build.report(travis(repository), repository.settings().testRepository());
    }

    @Override
    public Started start(Build build) throws GatewayException {
        return Patience.start(build, clock, () -> again(build));
    }

    private Started again(Build build) throws GatewayException {
        ServiceRepository repository = repositories.get(build.repository().label());
        if (repository == null) {
            return new Started.Impossible("The repository is not built by Travis CI any more.");
        }
        CommitSha merge = build.attempt().merge().orElseThrow();
        List<TravisBuild> builds = builds(repository, merge, PUSHES);
        if (builds.isEmpty()) {
            return new Started.Impossible("Travis CI knows no build of " + merge.abbreviated()
                    + " that could be repeated, and sees no commit for a second time on its branch. Use clean and then"
                    + " retry to test with a new merge commit.");
        }
        TravisBuild newest = builds.get(0);
        restart(repository, newest, build.attempt().startedAt());
        return new Started.Going(newest.report(
                travis(repository),
                repository.settings().testRepository(),
                BuilderState.RUNNING,
                "Asked to be built again"));
    }

    /**
     * Only what did not pass. If some of it runs again, that is where an earlier try of ours came to, or what somebody asked
     * for; the rest is added.
     */
    private void restart(ServiceRepository repository, TravisBuild build, Optional<Instant> begun)
            throws GatewayException {
        boolean isRunning = build.state() == BuilderState.RUNNING;
        if (!isRunning) {
            needToken(repository, name("restart", "build", build.id()));
        }
        List<TravisJob> all = jobs(repository, build.id());
        List<TravisJob> failed =
                isRunning ? begun.map(at -> TravisJob.left(all, at)).orElse(List.of()) : TravisJob.failed(all);
        for (TravisJob job : failed) {
            control(repository, "restart", "job", job.id());
        }
        if (!isRunning && failed.isEmpty()) {
            control(repository, "restart", "build", build.id());
        }
    }

    private List<TravisJob> jobs(ServiceRepository repository, long build) throws GatewayException {
        HttpUrl url = address(repository, "build", Long.toString(build), "jobs").build();
        Answer answer = http.send(
                "Travis CI, jobs of build " + build, request(repository, url).build());
        if (!answer.isFine()) {
            throw answer.failure(LOOKING);
        }
        List<TravisJob> jobs = new ArrayList<>();
        answer.json(Set.of("config", "message")).path("jobs").forEach(job -> TravisJob.read(job)
                .ifPresent(jobs::add));
        return jobs;
    }

    @Override
    public void cancel(Stop stop) throws GatewayException {
        ServiceRepository repository = repositories.get(stop.repository().label());
        if (repository == null) {
            return;
        }
        Patience.stop(() -> {
            for (TravisBuild build : builds(repository, stop.merge(), PUSHES)) {
                if (build.state() == BuilderState.RUNNING) {
                    control(repository, "cancel", "build", build.id());
                }
            }
        });
    }

    /** Trouble is logged only: other builders are looked up all the same, and this one again before long. */
    @Override
    public Optional<Reported> find(Build build) {
        ServiceRepository repository = repositories.get(build.repository().label());
        boolean isKnown = Optional.ofNullable(
                        build.attempt().builders().get(build.builder().name()))
                .map(BuilderResult::state)
                .filter(BuilderState::isFinal)
                .isPresent();
        if (repository == null || isKnown) {
            return Optional.empty();
        }
        try {
            // What may spare a test is the build of a pull request, which tests the merge commit that GitHub has made.
            String events = build.builder().pullContext().isPresent() ? PUSHES_AND_PULLS : PUSHES;
            return builds(repository, build.attempt().merge().orElseThrow(), events).stream()
                    .findFirst()
                    // What ended before is the build that is to be repeated, which goes on under the same number.
                    .filter(found -> found.finishedAt().isEmpty()
                            || build.attempt().startedAt().isEmpty()
                            || !found.finishedAt()
                                    .get()
                                    .isBefore(build.attempt().startedAt().get()))
                    .map(found -> report(repository, found));
        } catch (GatewayException e) {
            LOG.log(
                    Level.WARNING,
                    LogLine.of("build-not-looked-up")
                            .repository(repository.label())
                            .with("builder", build.builder().name())
                            .with("why", e.getMessage())
                            .toString());
            return Optional.empty();
        }
    }

    /** Of that commit, newest first. @param events what they were begun for */
    private List<TravisBuild> builds(ServiceRepository repository, CommitSha commit, String events)
            throws GatewayException {
        HttpUrl url = address(
                        repository,
                        "repo",
                        repository.settings().testRepository().toString(),
                        "builds")
                .addQueryParameter("event_type", events)
                .addQueryParameter("sort_by", "id:desc")
                .addQueryParameter("limit", MOST_BUILDS)
                .build();
        Answer answer = http.send("Travis CI", request(repository, url).build());
        if (!answer.isFine()) {
            throw answer.failure(LOOKING);
        }
        List<TravisBuild> builds = new ArrayList<>();
        for (JsonNode build : answer.json(Set.of("jobs", "message")).path("builds")) {
            TravisBuild.read(build, Json.text(build.path("commit"), "sha"))
                    .filter(read -> read.commit().equals(commit))
                    .ifPresent(builds::add);
        }
        return builds;
    }

    private static HttpUrl.Builder address(ServiceRepository repository, String... segments) {
        HttpUrl.Builder url =
                HttpUrl.get(travis(repository).endpoint().toString()).newBuilder();
        for (String segment : segments) {
            url.addPathSegment(segment);
        }
        return url;
    }

    private static Request.Builder request(ServiceRepository repository, HttpUrl url) {
        Request.Builder request = new Request.Builder()
                .url(url)
                .header("Accept", "application/json")
                .header("Travis-API-Version", "3");
        travis(repository).token().ifPresent(token -> request.header("Authorization", "token " + token));
        return request;
    }

    private static String name(String what, String kind, long id) {
        return "Travis CI, to " + what + " " + kind + " " + id;
    }

    private static void needToken(ServiceRepository repository, String name) throws GatewayException {
        if (travis(repository).token().isEmpty()) {
            throw GatewayException.permanent(0, name + ": that needs a token. " + TOKEN);
        }
    }

    /** @param kind build or job */
    private void control(ServiceRepository repository, String what, String kind, long id) throws GatewayException {
        String name = name(what, kind, id);
        needToken(repository, name);
        HttpUrl url = address(repository, kind, Long.toString(id), what).build();
        Answer answer = http.send(
                name,
                request(repository, url).post(RequestBody.create(new byte[0])).build());
        // It runs already, or does not run any more: what we want is so.
        if (!answer.isFine() && answer.status() != 409) {
            throw answer.failure(TOKEN);
        }
    }
}
