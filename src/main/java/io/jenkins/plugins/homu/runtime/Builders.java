package io.jenkins.plugins.homu.runtime;

import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.settings.BuilderSettings;
import io.jenkins.plugins.homu.core.settings.BuilderSettings.Kind;
import io.jenkins.plugins.homu.port.Builder;
import io.jenkins.plugins.homu.port.GatewayException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** One builder for all kinds: hands each build to whoever knows its kind. */
final class Builders implements Builder {
    private final Map<Kind, Builder> byKind;

    /** @param byKind for every kind that has builds or can be asked for them; a kind that is missing is answered by {@link Builder#NONE} */
    Builders(Map<Kind, Builder> byKind) {
        this.byKind = new EnumMap<>(byKind);
    }

    private Builder of(Kind kind) {
        return byKind.getOrDefault(kind, NONE);
    }

    @Override
    public Started start(Build build) throws GatewayException {
        return of(build.builder().kind()).start(build);
    }

    @Override
    public void cancel(Stop stop) throws GatewayException {
        // Only jobs of ours can be known beyond the configuration: their builds carry the attempt they are for.
        Kind kind = stop.repository()
                .builder(stop.builder())
                .map(BuilderSettings::kind)
                .orElse(Kind.JOB);
        of(kind).cancel(stop);
    }

    @Override
    public Optional<Reported> find(Build build) throws GatewayException {
        return of(build.builder().kind()).find(build);
    }
}
