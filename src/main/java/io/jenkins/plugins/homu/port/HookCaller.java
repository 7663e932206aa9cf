package io.jenkins.plugins.homu.port;

import io.jenkins.plugins.homu.core.model.RepositoryId;
import java.util.Optional;

/** Calls the programs that the configuration adds as commands. Calls block; implementations may be used by many threads. */
@FunctionalInterface
public interface HookCaller {
    /**
     * One call.
     *
     * @param hook the name in the configuration
     * @param number of the pull request
     * @param body the comment's text
     * @param extraData what stood behind {@code NAME=}; empty: nothing did
     * @param key the same for each try of the same call, so that the other side can tell a repetition
     */
    record Call(
            RepositoryId repository, String hook, int number, String body, Optional<String> extraData, String key) {}

    /**
     * @return the answer's text, perhaps cut
     * @throws GatewayException when it was not answered with success. Transient only where the call surely took no effect:
     *     it is made again then. The message holds no address, for it is shown to everybody
     */
    String call(Call call) throws GatewayException;

    /** Where no hooks are configured. */
    HookCaller NONE = call -> {
        throw GatewayException.permanent(0, "it is not configured any more");
    };
}
