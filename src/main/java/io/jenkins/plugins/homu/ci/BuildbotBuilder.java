package io.jenkins.plugins.homu.ci;

import io.jenkins.plugins.homu.core.event.Event.ReportKind;
import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.model.BuilderResult;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.port.Builder;
import io.jenkins.plugins.homu.port.Clock;
import io.jenkins.plugins.homu.port.GatewayException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Builds of Buildbots, which see the CI branch move by themselves: looks them up, stops them, and asks for them again. */
final class BuildbotBuilder implements Builder {
    private static final System.Logger LOG = System.getLogger(BuildbotBuilder.class.getName());
    private static final String NOT_CONFIGURED = "No Buildbot of the configuration has this builder.";

    /** What makes a Buildbot another one to us. */
    private record Key(URI url, Optional<ServiceLogin> login) {
        static Key of(BuildbotSettings settings) {
            return new Key(settings.url(), settings.login());
        }
    }

    private final ServiceHttp http;
    private final Clock clock;
    private final Map<Key, BuildbotMaster> masters = new ConcurrentHashMap<>();
    private volatile Map<String, ServiceRepository> repositories = Map.of();

    BuildbotBuilder(ServiceHttp http, Clock clock) {
        this.http = http;
        this.clock = clock;
    }

    void configure(Collection<ServiceRepository> all) {
        Map<String, ServiceRepository> next = new HashMap<>();
        Set<Key> used = new HashSet<>();
        for (ServiceRepository repository : all) {
            next.put(repository.label(), repository);
            repository.services().buildbots().forEach(buildbot -> used.add(Key.of(buildbot)));
        }
        repositories = Map.copyOf(next);
        masters.keySet().retainAll(used);
    }

    private Optional<BuildbotSettings> settings(String label, String builder) {
        return Optional.ofNullable(repositories.get(label)).flatMap(repository -> repository.buildbot(builder));
    }

    private BuildbotApi api(BuildbotSettings settings) throws GatewayException {
        return masters.computeIfAbsent(
                        Key.of(settings), key -> new BuildbotMaster(new BuildbotSession(http, key.url(), key.login())))
                .api();
    }

    @Override
    public Started start(Build build) throws GatewayException {
        return Patience.start(build, clock, () -> again(build));
    }

    private Started again(Build build) throws GatewayException {
        String name = build.builder().name();
        Optional<BuildbotSettings> settings = settings(build.repository().label(), name);
        if (settings.isEmpty()) {
            return new Started.Impossible(NOT_CONFIGURED);
        }
        CommitSha merge = build.attempt().merge().orElseThrow();
        BuildbotApi api = api(settings.get());
        Optional<String> repeated = build.again().flatMap(address -> place(settings.get(), address));
        Optional<BuildbotBuild> newest = api.newest(name, merge);
        boolean isAnother = newest.isPresent()
                && repeated.isPresent()
                && !newest.get().place().equals(repeated);
        if (newest.isPresent() && (isAnother || newest.get().outcome() == BuildbotBuild.Outcome.RUNNING)) {
            // Asked for before, by us or by somebody else, and begun.
            return new Started.Going(newest.get().report(settings.get(), merge));
        }
        if (!api.isAsked(name, merge)) {
            Optional<String> place = newest.isPresent() ? newest.get().place() : repeated;
            if (place.isEmpty()) {
                return new Started.Impossible("Buildbot knows no build of " + merge.abbreviated()
                        + " that could be repeated, and sees no commit for a second time on its branch. Use clean and then"
                        + " retry to test with a new merge commit.");
            }
            api.rebuild(place.get());
        }
        return new Started.Going(new Reported(
                ReportKind.BUILDER, merge, name, BuilderState.WAITING, build.again(), "Asked to be built again"));
    }

    /** Empty when it was at another address, as before a change of the configuration. */
    private static Optional<String> place(BuildbotSettings settings, String address) {
        String root = settings.url().toString();
        return address.startsWith(root + "/") ? Optional.of(address.substring(root.length())) : Optional.empty();
    }

    @Override
    public void cancel(Stop stop) throws GatewayException {
        Optional<BuildbotSettings> settings = settings(stop.repository().label(), stop.builder());
        if (settings.isPresent()) {
            // The original's words, by which its users' scripts know it.
            String reason = "Interrupted by Homu (" + clock.now().getEpochSecond() + ")";
            Patience.stop(() -> api(settings.get()).stop(stop.builder(), stop.merge(), reason));
        }
    }

    /** Trouble is logged only: other builders are looked up all the same, and this one again before long. */
    @Override
    public Optional<Reported> find(Build build) {
        String name = build.builder().name();
        Optional<BuildbotSettings> settings = settings(build.repository().label(), name);
        boolean isKnown = Optional.ofNullable(build.attempt().builders().get(name))
                .map(BuilderResult::state)
                .filter(BuilderState::isFinal)
                .isPresent();
        if (settings.isEmpty() || isKnown) {
            return Optional.empty();
        }
        CommitSha merge = build.attempt().merge().orElseThrow();
        try {
            return api(settings.get()).newest(name, merge).map(found -> found.report(settings.get(), merge));
        } catch (GatewayException e) {
            LOG.log(
                    Level.WARNING,
                    LogLine.of("build-not-looked-up")
                            .repository(build.repository().label())
                            .with("builder", name)
                            .with("why", e.getMessage())
                            .toString());
            return Optional.empty();
        }
    }
}
