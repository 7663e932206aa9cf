package io.jenkins.plugins.homu.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.effect.Effect.CallHook;
import io.jenkins.plugins.homu.core.effect.Effect.PostComment;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.event.Event.HookAnswered;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.HookCaller;
import io.jenkins.plugins.homu.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.After;
import org.junit.Test;

/** How hooks are called: again only where that is safe, and without holding anything else up. */
public class HooksTest {
    private final Fixture fixture = new Fixture();
    private final List<HookCaller.Call> calls = Collections.synchronizedList(new ArrayList<>());
    private final List<Event> answers = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch end = new CountDownLatch(1);

    private void start(HookCaller hooks) {
        fixture.hooks = call -> {
            calls.add(call);
            return hooks.call(call);
        };
        fixture.rules.on("call", id -> new CallHook(id, 7, "deploy", "@homu deploy=x", Optional.of("x")));
        fixture.rules.answers.put("HookAnswered", event -> {
            answers.add(event);
            return List.of();
        });
        fixture.start();
    }

    @After
    public void stop() {
        end.countDown();
        fixture.close();
    }

    @Test
    public void theAnswerComesBack() {
        start(call -> "Deployed " + call.extraData().orElseThrow());
        fixture.push("call");
        Await.until("the answer", () -> !answers.isEmpty());
        assertThat(answers).containsExactly(new HookAnswered(7, "deploy", Optional.of("Deployed x"), Optional.empty()));
    }

    @Test
    public void oneThatCantBeReachedIsCalledAgainUnderTheSameKeyThenGivenUp() {
        start(call -> {
            throw GatewayException.transientTrouble(0, "it can't be reached", Optional.empty(), null);
        });
        fixture.push("call");
        fixture.time.advanceUntil("the end", Duration.ofMinutes(1), () -> !answers.isEmpty());
        assertThat(answers)
                .containsExactly(new HookAnswered(7, "deploy", Optional.empty(), Optional.of("it can't be reached")));
        assertThat(calls).hasSize(8);
        assertThat(calls.stream().map(HookCaller.Call::key).distinct()).hasSize(1);
    }

    @Test
    public void oneThatRefusesIsCalledOnce() {
        start(call -> {
            throw GatewayException.permanent(404, "it answered 404");
        });
        fixture.push("call");
        Await.until("the answer", () -> !answers.isEmpty());
        assertThat(calls).hasSize(1);
    }

    @Test
    public void oneThatHangsHoldsUpNoComment() {
        start(call -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return "";
        });
        fixture.rules.on("say", id -> new PostComment(id, 7, "Hello", false));
        fixture.push("call");
        Await.until("the call", () -> !calls.isEmpty());
        fixture.push("say");
        Await.until("the comment", () -> !fixture.github.calls("comment").isEmpty());
        assertThat(answers).isEmpty();
    }

    @Test
    public void aCallWhoseOutcomeACrashLostIsMadeAgainUnderTheSameKey() {
        start(call -> {
            fixture.store.kill();
            return "lost";
        });
        fixture.push("call");
        Await.until("the call", () -> !calls.isEmpty());
        fixture.clearAway();
        start(call -> "done");
        HookAnswered done = new HookAnswered(7, "deploy", Optional.of("done"), Optional.empty());
        Await.until("the answer", () -> answers.contains(done));
        assertThat(calls).hasSize(2);
        assertThat(calls.get(1).key()).isEqualTo(calls.get(0).key());
    }
}
