package io.jenkins.plugins.homu.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.effect.Effect.ReadMergeability;
import io.jenkins.plugins.homu.core.effect.Effect.ReadPull;
import io.jenkins.plugins.homu.core.effect.Effect.Synchronise;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.model.Mergeability;
import io.jenkins.plugins.homu.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.After;
import org.junit.Test;

/** Questions to GitHub: when they are asked, how often, and which answers settle others. */
public class QuestionsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Fixture fixture = new Fixture();

    @After
    public void stop() {
        fixture.close();
    }

    @Test
    public void mergeabilityIsAskedAgainUntilGitHubHasMadeUpItsMind() {
        fixture.github.nextMergeability(Fixture.WIDGET, Map.of(1, Mergeability.UNKNOWN, 2, Mergeability.MERGEABLE));
        fixture.github.nextMergeability(Fixture.WIDGET, Map.of(1, Mergeability.CONFLICTING, 2, Mergeability.MERGEABLE));
        fixture.rules.on("ask", id -> new ReadMergeability(id, "main", Optional.of("#7")));
        List<Event> answers = new ArrayList<>();
        fixture.rules.answers.put("MergeabilityRead", event -> {
            answers.add(event);
            return List.of();
        });
        fixture.start();
        fixture.push("ask");
        Await.until(
                "the first question", () -> fixture.github.calls("mergeability").size() == 1);
        fixture.time.advance(Duration.ofSeconds(4));
        // Other questions don't wait for it.
        fixture.rules.on("look", id -> new ReadPull(id, 1));
        fixture.push("look");
        fixture.awaitDecided("widget PullRead");
        assertThat(fixture.github.calls("mergeability")).hasSize(1);
        fixture.time.advanceUntil("the answer", SECOND, () -> !answers.isEmpty());
        assertThat(answers)
                .containsExactly(new Event.MergeabilityRead(
                        "main", Map.of(1, Mergeability.CONFLICTING, 2, Mergeability.MERGEABLE), Optional.of("#7")));
        assertThat(fixture.github.calls("mergeability")).hasSize(2);
    }

    @Test
    public void whatGitHubNeverMakesUpItsMindAboutIsLeftOut() {
        for (int i = 0; i < 10; i++) {
            fixture.github.nextMergeability(Fixture.WIDGET, Map.of(1, Mergeability.UNKNOWN, 2, Mergeability.MERGEABLE));
        }
        fixture.rules.on("ask", id -> new ReadMergeability(id, "main", Optional.of("#7")));
        fixture.start();
        fixture.push("ask");
        fixture.time.advanceUntil(
                "the answer", SECOND, () -> fixture.rules.decided.contains("widget MergeabilityRead"));
        assertThat(fixture.github.calls("mergeability")).hasSize(5);
    }

    @Test
    public void whatIsAskedByTheWayIsAskedALittleLater() {
        fixture.rules.on("ask", id -> new ReadMergeability(id, "main", Optional.empty()));
        fixture.start();
        for (int i = 0; i < 9; i++) {
            fixture.github.nextMergeability(Fixture.WIDGET, Map.of(1, Mergeability.UNKNOWN));
        }
        fixture.push("ask");
        fixture.time.advance(Duration.ofSeconds(4));
        fixture.rules.on("look", id -> new ReadPull(id, 1));
        fixture.push("look");
        fixture.awaitDecided("widget PullRead");
        assertThat(fixture.github.calls("mergeability")).isEmpty();
        fixture.time.advanceUntil(
                "the answer", SECOND, () -> fixture.rules.decided.contains("widget MergeabilityRead"));
        assertThat(fixture.github.calls("mergeability []")).hasSize(2);
    }

    @Test
    public void whatIsAskedByTheWayWaitsForTheComparisonAfterARestart() {
        fixture.rules.on("ask", id -> new ReadMergeability(id, "main", Optional.empty()));
        fixture.start();
        fixture.push("ask");
        fixture.store.kill();
        fixture.engine.close();
        fixture.time.advance(Duration.ofMinutes(10));
        fixture.restartAfterKill();
        fixture.rules.on("look", id -> new ReadPull(id, 1));
        fixture.push("look");
        fixture.awaitDecided("widget PullRead");
        assertThat(fixture.github.calls("mergeability")).isEmpty();
        fixture.time.advanceUntil(
                "the answer", SECOND, () -> fixture.rules.decided.contains("widget MergeabilityRead"));
    }

    @Test
    public void whatIsAskedByTheWayIsSettledByAQuestionForAllAndNotTheOtherWayRound() {
        fixture.github.nextMergeability(Fixture.WIDGET, Map.of(1, Mergeability.UNKNOWN));
        fixture.github.nextMergeability(Fixture.WIDGET, Map.of(1, Mergeability.MERGEABLE));
        List<Event> answers = new ArrayList<>();
        fixture.rules.answers.put("MergeabilityRead", event -> {
            answers.add(event);
            return List.of();
        });
        fixture.rules.on("way", id -> new ReadMergeability(id, "main", Optional.empty()));
        fixture.rules.on(
                "ask",
                List.of(
                        id -> new ReadMergeability(id, "main", Optional.of("#7")),
                        id -> new ReadMergeability(id, "main", Optional.empty())));
        fixture.start();
        fixture.push("way");
        fixture.push("ask");
        fixture.time.advanceUntil("the answer", SECOND, () -> !answers.isEmpty());
        fixture.awaitQuiet("widget");
        assertThat(answers)
                .containsExactly(
                        new Event.MergeabilityRead("main", Map.of(1, Mergeability.MERGEABLE), Optional.of("#7")));
        assertThat(fixture.github.calls("mergeability")).hasSize(2);
        assertThat(fixture.memory.pendingEffects("widget")).isEmpty();
    }

    @Test
    public void oneAnswerSettlesAllQuestionsLikeIt() {
        fixture.start();
        CountDownLatch latch = fixture.block(Fixture.WIDGET);
        fixture.rules.on("hang", id -> new ReadPull(id, 99));
        fixture.rules.on(
                "ask",
                List.of(
                        id -> new ReadMergeability(id, "main", Optional.of("#1")),
                        id -> new ReadMergeability(id, "release", Optional.of("#1")),
                        id -> new ReadPull(id, 3)));
        List<Event> answers = new ArrayList<>();
        fixture.rules.answers.put("MergeabilityRead", event -> {
            answers.add(event);
            return List.of();
        });
        fixture.push("hang");
        Await.until("the first to hang", () -> fixture.github.calls("pull").size() == 1);
        fixture.push("ask");
        fixture.push("ask");
        fixture.rules.on("last", id -> new ReadMergeability(id, "main", Optional.of("#2")));
        fixture.push("last");
        Await.until("all to wait", () -> fixture.health("widget").outbox() == 8);
        latch.countDown();
        fixture.awaitQuiet("widget");
        assertThat(fixture.github.calls("mergeability")).hasSize(2);
        assertThat(fixture.github.calls("pull #3")).hasSize(1);
        assertThat(answers).contains(new Event.MergeabilityRead("main", Map.of(), Optional.of("#2")));
        assertThat(fixture.memory.pendingEffects("widget")).isEmpty();
    }

    @Test
    public void comparingWithGitHubDoesNotHoldUpOtherQuestionsAndIsNotAskedForTwice() {
        fixture.rules.on("SyncRequested", id -> new Synchronise(id, Optional.empty()));
        fixture.rules.on("look", id -> new ReadPull(id, 1));
        CountDownLatch latch = fixture.latch();
        fixture.github.fault("openPulls", new ScriptedGitHub.Fault() {
            @Override
            public void before(String call) {
                Fixture.await(latch);
            }
        });
        fixture.engineSettings = fixture.engineSettings.withReconcileInterval(Duration.ofMinutes(5));
        fixture.start();
        Await.until("the comparison", () -> fixture.github.calls("openPulls").size() == 1);
        fixture.time.advance(Duration.ofMinutes(30));
        fixture.push("look");
        fixture.awaitDecided("widget PullRead");
        assertThat(fixture.health("widget").outbox()).isEqualTo(1);
        latch.countDown();
        fixture.awaitDecided("widget Synchronised");
        fixture.rules.decided.clear();
        fixture.time.advance(Duration.ofMinutes(6));
        fixture.awaitDecided("widget Synchronised");
    }
}
