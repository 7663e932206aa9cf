package io.jenkins.plugins.homu.ci;

import io.jenkins.plugins.homu.port.Builder.Build;
import io.jenkins.plugins.homu.port.GatewayException;
import java.time.Duration;
import java.time.Instant;

/**
 * How long we try to reach a service. The queue does one thing after the other, and a service that only posts to us, and
 * can't be reached from here, must not keep it from merging.
 */
final class Patience {
    private static final Duration FOR_STARTS = Duration.ofMinutes(5);

    private Patience() {}

    /** Something that is asked of a service. */
    interface Call {
        void run() throws GatewayException;
    }

    /**
     * Stops builds: tried twice, since a build that goes on in vain harms nobody.
     *
     * @throws GatewayException never one that may pass
     */
    static void stop(Call call) throws GatewayException {
        try {
            call.run();
        } catch (GatewayException first) {
            if (!first.isTransient()) {
                throw first;
            }
            try {
                call.run();
            } catch (GatewayException again) {
                throw GatewayException.permanent(
                        again.status(), again.getMessage() + ". What runs of that commit goes on in vain");
            }
        }
    }

    /** What trouble with asking for a build again comes to: after some minutes a person has to know of it. */
    static GatewayException starting(Build build, Instant now, GatewayException trouble) {
        boolean isLate = build.attempt()
                .startedAt()
                .filter(at -> at.plus(FOR_STARTS).isBefore(now))
                .isPresent();
        return trouble.isTransient() && isLate
                ? GatewayException.permanent(
                        trouble.status(),
                        trouble.getMessage() + ". It was tried for " + FOR_STARTS.toMinutes() + " minutes")
                : trouble;
    }
}
