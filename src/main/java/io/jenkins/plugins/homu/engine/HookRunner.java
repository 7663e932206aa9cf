package io.jenkins.plugins.homu.engine;

import io.jenkins.plugins.homu.core.effect.Effect.CallHook;
import io.jenkins.plugins.homu.core.event.Event.HookAnswered;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.HookCaller;
import java.util.Optional;

/** Calls hooks. Nobody can look whether a call took effect, so a repetition carries the same key. */
final class HookRunner {
    private final HookCaller hooks;

    HookRunner(HookCaller hooks) {
        this.hooks = hooks;
    }

    Result call(Job.Run run, CallHook effect) throws GatewayException {
        run.beginWriting().run();
        String answer = hooks.call(new HookCaller.Call(
                run.settings().repository(),
                effect.hook(),
                effect.number(),
                effect.body(),
                effect.extraData(),
                Speaker.key(run.label(), effect.id())));
        return Result.done(new HookAnswered(effect.number(), effect.hook(), Optional.of(answer), Optional.empty()));
    }
}
