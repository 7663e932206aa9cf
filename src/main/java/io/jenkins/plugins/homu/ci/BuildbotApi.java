package io.jenkins.plugins.homu.ci;

import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.port.GatewayException;
import java.util.Optional;

/** What we ask of a Buildbot, whatever its version. */
interface BuildbotApi {
    /** The newest build of a builder on a commit. */
    Optional<BuildbotBuild> newest(String builder, CommitSha commit) throws GatewayException;

    /** Whether one more is asked for that has not begun. */
    boolean isAsked(String builder, CommitSha commit) throws GatewayException;

    /** Build the very same once more. @param place as in {@link BuildbotBuild#place} */
    void rebuild(String place) throws GatewayException;

    /** Stop what runs of a builder on a commit, and what waits. @param reason shown to people */
    void stop(String builder, CommitSha commit, String reason) throws GatewayException;
}
