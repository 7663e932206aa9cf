package io.jenkins.plugins.homu.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.effect.Effect;
import io.jenkins.plugins.homu.core.effect.Effect.Acknowledge;
import io.jenkins.plugins.homu.core.effect.Effect.CancelBuilds;
import io.jenkins.plugins.homu.core.effect.Effect.MoveBase;
import io.jenkins.plugins.homu.core.effect.Effect.PostComment;
import io.jenkins.plugins.homu.core.effect.Effect.ReadPull;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.testing.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongFunction;
import org.junit.After;
import org.junit.Test;

/**
 * How effects are carried out: order, trouble, restarts. Long, because each promise takes a scene of its own, on the one
 * fixture. What is special about questions is in {@link QuestionsTest}.
 */
public class OutboxTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Fixture fixture = new Fixture();

    @After
    public void stop() {
        fixture.close();
    }

    private static List<LongFunction<Effect>> comments(int count) {
        List<LongFunction<Effect>> effects = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String text = "c" + i;
            effects.add(id -> Effects.say(id, 1, text));
        }
        return effects;
    }

    @Test
    public void effectsOfOneLaneAreCarriedOutInOrder() {
        fixture.rules.on("talk", comments(50));
        fixture.start();
        fixture.push("talk");
        Await.until("50 comments", () -> fixture.said().size() == 50);
        assertThat(fixture.said())
                .isSortedAccordingTo(
                        (a, b) -> Integer.compare(Integer.parseInt(a.substring(1)), Integer.parseInt(b.substring(1))));
        fixture.awaitQuiet("widget");
        assertThat(fixture.memory.pendingEffects("widget")).isEmpty();
    }

    @Test
    public void aLaneTakesTheNextEffectWhenTheLastOutcomeIsDurable() {
        fixture.rules.on("talk", comments(2));
        fixture.start();
        CompletableFuture<Void> gate = new CompletableFuture<>();
        fixture.github.fault("comment", new ScriptedGitHub.Fault() {
            @Override
            public void after(String call) {
                fixture.store.holdCommits(gate);
            }
        });
        fixture.push("talk");
        Await.until("the first comment", () -> fixture.said().size() == 1);
        Await.until(
                "the outcome to be on its way", () -> fixture.health("widget").outbox() == 2);
        assertThat(fixture.said()).hasSize(1);
        gate.complete(null);
        Await.until("the second comment", () -> fixture.said().size() == 2);
    }

    @Test
    public void lanesDoNotWaitForEachOther() {
        fixture.rules.on(
                "all",
                List.of(
                        id -> Effects.say(id, 1, "hello"),
                        id -> new ReadPull(id, 1),
                        id -> new CancelBuilds(id, 1, Fixture.ANY, List.of())));
        fixture.start();
        CountDownLatch latch = fixture.latch();
        fixture.github.fault("comment", new ScriptedGitHub.Fault() {
            @Override
            public void before(String call) {
                Fixture.await(latch);
            }
        });
        fixture.push("all");
        fixture.awaitDecided("widget PullRead");
        Await.until(
                "the runs to be cancelled",
                () -> fixture.github.calls("cancelRuns").size() == 1);
        Await.until("the others to be done", () -> fixture.health("widget").outbox() == 1);
        assertThat(fixture.said()).isEmpty();
        latch.countDown();
        fixture.awaitQuiet("widget");
    }

    @Test
    public void aRepositoryWithMuchToDoOrASlowAnswerHoldsNoOtherUp() {
        fixture.repositories.add(Fixture.settings("gadget", Fixture.GADGET));
        fixture.engineSettings = new EngineSettings(
                2,
                2,
                1,
                64,
                Duration.ofDays(1000),
                Duration.ofMillis(1),
                SECOND,
                Duration.ofMinutes(5),
                Duration.ofHours(24),
                8,
                MINUTE,
                SECOND,
                Duration.ofDays(1),
                Duration.ofDays(1));
        List<LongFunction<Effect>> much = new ArrayList<>(comments(100));
        much.add(id -> new ReadPull(id, 1));
        much.add(id -> new CancelBuilds(id, 1, Fixture.ANY, List.of()));
        fixture.rules.on("much", much);
        fixture.rules.on("one", id -> Effects.say(id, 1, "hello"));
        fixture.start();
        fixture.block(Fixture.WIDGET);
        fixture.push("much");
        Await.until(
                "it to hang", () -> fixture.github.calls("acme/widget comment").size() == 1);
        for (int i = 0; i < 20; i++) {
            fixture.push("gadget", "one");
        }
        fixture.awaitQuiet("gadget");
        assertThat(fixture.github.comments(Fixture.GADGET)).hasSize(20);
        assertThat(fixture.health("widget").outbox()).isEqualTo(102);
    }

    @Test
    public void failuresAreTriedAgainEverLaterAndHealthTellsWhy() {
        for (int i = 0; i < 4; i++) {
            fixture.github.failBefore("cancelRuns", ScriptedGitHub.lost());
        }
        fixture.rules.on("act", id -> new CancelBuilds(id, 1, Fixture.ANY, List.of()));
        fixture.start();
        Instant start = fixture.time.now();
        List<Duration> at = new ArrayList<>();
        fixture.push("act");
        for (int tries = 1; tries <= 4; tries++) {
            int count = tries;
            fixture.time.advanceUntil(
                    "try " + tries,
                    Duration.ofMillis(50),
                    () -> fixture.github.calls("cancelRuns").size() == count
                            && fixture.health("widget").trouble().orElse("").contains("(" + count + " times)"));
            at.add(Duration.between(start, fixture.time.now()));
        }
        assertThat(fixture.health("widget").trouble().orElse("")).contains("CancelBuilds", "connection lost");
        assertThat(at.get(1).minus(at.get(0))).isGreaterThanOrEqualTo(SECOND.minusMillis(100));
        assertThat(at.get(2).minus(at.get(1))).isGreaterThanOrEqualTo(Duration.ofMillis(1900));
        assertThat(at.get(3).minus(at.get(2))).isGreaterThanOrEqualTo(Duration.ofMillis(3900));
        // Meanwhile everything else goes on.
        fixture.push("other");
        fixture.awaitDecided("widget other");
        fixture.time.advanceUntil(
                "success", SECOND, () -> fixture.health("widget").trouble().isEmpty());
        fixture.awaitQuiet("widget");
    }

    @Test
    public void theOtherSidesWishToWaitIsHonouredByTheWholeLane() {
        fixture.github.failBefore("comment", ScriptedGitHub.limited(Duration.ofMinutes(20)));
        fixture.rules.on("talk", List.of(id -> Effects.say(id, 1, "one"), id -> Effects.say(id, 2, "two")));
        fixture.start();
        fixture.push("talk");
        Await.until("trouble", () -> fixture.health("widget").trouble().isPresent());
        for (int i = 0; i < 19; i++) {
            fixture.time.advance(MINUTE);
        }
        assertThat(fixture.github.calls("comment")).hasSize(1);
        fixture.time.advanceUntil("both", MINUTE, () -> fixture.said().size() == 2);
        assertThat(fixture.said()).containsExactly("one", "two");
    }

    @Test
    public void aPullRequestsTroubleDoesNotHoldUpTheOthersAndKeepsItsOwnOrder() {
        for (int i = 0; i < 3; i++) {
            fixture.github.failBefore("acknowledge", ScriptedGitHub.lost());
        }
        fixture.rules.on(
                "talk",
                List.of(
                        id -> new Acknowledge(id, 1, Event.CommentSource.ISSUE_COMMENT, 5),
                        id -> Effects.say(id, 1, "one after"),
                        id -> Effects.say(id, 2, "two")));
        fixture.start();
        fixture.push("talk");
        fixture.time.advanceUntil(
                "the other", Duration.ofMillis(100), () -> fixture.said().contains("two"));
        assertThat(fixture.said()).containsExactly("two");
        fixture.time.advanceUntil("the rest", SECOND, () -> fixture.said().size() == 2);
        assertThat(fixture.github.calls("acknowledge")).hasSize(4);
    }

    @Test
    public void aReviewThatCannotBeReactedToIsAnsweredByAComment() {
        fixture.github.withoutReactionsToReviews();
        // It arrives, and we don't hear of it: the second time it is there.
        fixture.github.failAfter("comment", ScriptedGitHub.lost());
        fixture.rules.on(
                "talk",
                List.of(
                        id -> new Acknowledge(id, 1, Event.CommentSource.ISSUE_COMMENT, 5),
                        id -> new Acknowledge(id, 1, Event.CommentSource.REVIEW, 5)));
        fixture.start();
        fixture.push("talk");
        fixture.time.advanceUntil(
                "both", SECOND, () -> fixture.github.calls("acknowledge").size() == 3);
        fixture.awaitQuiet("widget");
        assertThat(fixture.said()).containsExactly(":+1: Done, as the review says");
    }

    @Test
    public void whatCannotBeSaidForADayIsGivenUp() {
        for (int i = 0; i < 500; i++) {
            fixture.github.failBefore("comment", ScriptedGitHub.lost());
        }
        fixture.rules.on("talk", comments(1));
        fixture.start();
        Instant start = fixture.time.now();
        fixture.push("talk");
        fixture.time.advanceUntil(
                "the end", Duration.ofMinutes(10), () -> fixture.rules.decided.contains("widget EffectFailed"));
        assertThat(Duration.between(start, fixture.time.now())).isBetween(Duration.ofHours(23), Duration.ofHours(25));
        fixture.awaitQuiet("widget");
        assertThat(fixture.memory.pendingEffects("widget")).isEmpty();
    }

    @Test
    public void mergesAreTriedForEver() {
        for (int i = 0; i < 200; i++) {
            fixture.github.failBefore("tip", ScriptedGitHub.lost());
        }
        CommitSha base = fixture.github.newCommit("base");
        CommitSha head = fixture.github.newCommit("head");
        fixture.github.branch(Fixture.WIDGET, "main", base);
        fixture.rules.on("merge", id -> Effects.prepare(id, head));
        fixture.start();
        fixture.push("merge");
        fixture.time.advanceUntil(
                "200 tries", Duration.ofMinutes(5), () -> fixture.rules.decided.contains("widget MergePrepared"));
        assertThat(fixture.github.calls("tip")).hasSizeGreaterThan(200);
    }

    @Test
    public void aRefusalIsNotTriedAgain() {
        fixture.github.failBefore("comment", GatewayException.permanent(403, "POST comment: 403 locked"));
        fixture.rules.on("talk", comments(2));
        fixture.start();
        List<String> reasons = new ArrayList<>();
        fixture.rules.answers.put("EffectFailed", event -> {
            reasons.add(((Event.EffectFailed) event).reason());
            return List.of();
        });
        fixture.push("talk");
        fixture.awaitDecided("widget EffectFailed");
        fixture.awaitQuiet("widget");
        assertThat(reasons).containsExactly("POST comment: 403 locked");
        assertThat(fixture.said()).containsExactly("c1");
    }

    @Test
    public void aRefusedMergeOrMoveIsAnOutcome() {
        CommitSha base = fixture.github.newCommit("base");
        CommitSha head = fixture.github.newCommit("head");
        fixture.github.failBefore("tip", GatewayException.permanent(403, "no access"));
        fixture.github.failBefore("moveBase", GatewayException.permanent(403, "no access"));
        fixture.rules.on("act", List.of(id -> Effects.prepare(id, head), id -> Effects.move(id, base, head)));
        fixture.start();
        fixture.push("act");
        fixture.awaitDecided("widget MergeFailed");
        fixture.awaitDecided("widget BaseMoveFailed");
    }

    @Test
    public void aQuestionIsGivenUpAfterSomeTries() {
        int most = EngineSettings.DEFAULT.lookTries();
        for (int i = 0; i < 100; i++) {
            fixture.github.failBefore("pull", ScriptedGitHub.lost());
        }
        fixture.rules.on("look", id -> new ReadPull(id, 1));
        fixture.start();
        fixture.push("look");
        fixture.time.advanceUntil(
                "the last try",
                Duration.ofSeconds(1),
                () -> fixture.github.calls("pull").size() == most);
        fixture.awaitQuiet("widget");
        fixture.time.advance(Duration.ofHours(1));
        assertThat(fixture.github.calls("pull")).hasSize(most);
        assertThat(fixture.health("widget").trouble().orElse("")).contains("given up");
    }

    @Test
    public void aFaultOfOurOwnIsNotTriedForEver() {
        for (int i = 0; i < 100; i++) {
            fixture.github.fault("tip", new ScriptedGitHub.Fault() {
                @Override
                public void before(String call) {
                    throw new IllegalStateException("our own");
                }
            });
        }
        fixture.rules.on("merge", id -> Effects.prepare(id, Fixture.ANY));
        fixture.start();
        fixture.push("merge");
        fixture.time.advanceUntil("the end", SECOND, () -> fixture.rules.decided.contains("widget MergeFailed"));
        assertThat(fixture.github.calls("tip")).hasSize(5);
    }

    @Test
    public void whatIsNotWantedAnyMoreIsDropped() {
        fixture.rules.wanted = effect -> !(effect instanceof MoveBase) && !(effect instanceof PostComment);
        CommitSha base = fixture.github.newCommit("base");
        fixture.rules.on("act", List.of(id -> Effects.say(id, 1, "hello"), id -> Effects.move(id, base, Fixture.ANY)));
        fixture.start();
        fixture.push("act");
        fixture.awaitDecided("widget BaseMoveFailed");
        fixture.awaitQuiet("widget");
        assertThat(fixture.github.calls("comment")).isEmpty();
        assertThat(fixture.github.calls("moveBase")).isEmpty();
        assertThat(fixture.memory.pendingEffects("widget")).isEmpty();
    }

    @Test
    public void nothingIsSaidTwiceWhenTheProcessDiesBetweenTheCallAndItsRecord() {
        fixture.engineSettings = fixture.engineSettings.withCloseTimeout(Duration.ofMillis(50));
        fixture.rules.on("talk", comments(1));
        fixture.start();
        fixture.github.fault("comment", new ScriptedGitHub.Fault() {
            @Override
            public void after(String call) {
                fixture.store.kill();
            }
        });
        fixture.push("talk");
        Await.until("the comment", () -> fixture.said().size() == 1);
        fixture.restartAfterKill();
        fixture.awaitQuiet("widget");
        assertThat(fixture.said()).containsExactly("c0");
        assertThat(fixture.github.calls("findComment")).hasSize(1);
        assertThat(fixture.memory.pendingEffects("widget")).isEmpty();
    }

    @Test
    public void nothingIsLostWhenTheProcessDiesBeforeTheCall() {
        fixture.engineSettings = fixture.engineSettings.withCloseTimeout(Duration.ofMillis(50));
        fixture.rules.on("talk", comments(3));
        fixture.start();
        CountDownLatch latch = fixture.block(Fixture.WIDGET);
        fixture.push("talk");
        Await.until("the call", () -> fixture.github.calls("comment").size() == 1);
        fixture.store.kill();
        fixture.engine.close();
        Await.until("the call to be cut off", () -> fixture.said().isEmpty());
        latch.countDown();
        fixture.restartAfterKill();
        fixture.awaitQuiet("widget");
        assertThat(fixture.said()).containsExactly("c0", "c1", "c2");
    }

    @Test
    public void aDryRunWritesNothing() {
        fixture.repositories.set(0, Fixture.dryRun(fixture.repositories.get(0)));
        CommitSha base = fixture.github.newCommit("base");
        CommitSha head = fixture.github.newCommit("head");
        fixture.github.branch(Fixture.WIDGET, "main", base);
        fixture.rules.on(
                "all",
                List.of(
                        id -> Effects.prepare(id, head),
                        id -> Effects.move(id, base, head),
                        id -> new CancelBuilds(id, 1, head, List.of()),
                        id -> Effects.say(id, 1, "hello"),
                        id -> new ReadPull(id, 1)));
        fixture.start();
        fixture.push("all");
        fixture.awaitDecided("widget PullRead");
        fixture.awaitQuiet("widget");
        assertThat(fixture.rules.decided).contains("widget MergeFailed", "widget BaseMoveFailed");
        assertThat(fixture.github.calls()).containsExactly("acme/widget pull #1");
    }
}
