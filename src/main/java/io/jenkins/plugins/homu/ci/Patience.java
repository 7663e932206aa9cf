package io.jenkins.plugins.homu.ci;

import io.jenkins.plugins.homu.port.Builder.Build;
import io.jenkins.plugins.homu.port.Builder.Started;
import io.jenkins.plugins.homu.port.Clock;
import io.jenkins.plugins.homu.port.GatewayException;
import java.time.Duration;

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

    /** Something that a service is asked to begin. */
    interface Begin {
        Started run() throws GatewayException;
    }

    /** Asks for a build again. After some minutes of trouble a person has to know of it. */
    static Started start(Build build, Clock clock, Begin begin) throws GatewayException {
        try {
            return begin.run();
        } catch (GatewayException e) {
            boolean isLate = build.attempt()
                    .startedAt()
                    .filter(at -> at.plus(FOR_STARTS).isBefore(clock.now()))
                    .isPresent();
            throw e.isTransient() && isLate
                    ? GatewayException.permanent(
                            e.status(), e.getMessage() + ". It was tried for " + FOR_STARTS.toMinutes() + " minutes")
                    : e;
        }
    }
}
