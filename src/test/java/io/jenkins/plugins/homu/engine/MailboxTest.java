package io.jenkins.plugins.homu.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.homu.core.effect.Effect.PostComment;
import io.jenkins.plugins.homu.core.effect.Effect.ReadPull;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.event.Event.BranchPushed;
import io.jenkins.plugins.homu.core.event.Event.PullRead;
import io.jenkins.plugins.homu.port.EventSink.Receipt;
import io.jenkins.plugins.homu.port.StateStore.Commit;
import io.jenkins.plugins.homu.port.StoreException;
import io.jenkins.plugins.homu.testing.Await;
import io.jenkins.plugins.homu.testing.FaultyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.After;
import org.junit.Test;

public class MailboxTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Fixture fixture = new Fixture();

    @After
    public void stop() {
        fixture.close();
    }

    @Test
    public void eventsOfOneRepositoryAreDecidedInTheOrderTheyCame() {
        fixture.start();
        List<String> expected =
                IntStream.range(0, 500).mapToObj(i -> "widget b" + i).toList();
        for (int i = 0; i < 500; i++) {
            fixture.push("b" + i);
        }
        Await.until("all to be decided", () -> fixture.rules.decided.size() == 500);
        assertThat(fixture.rules.decided).isEqualTo(expected);
    }

    @Test
    public void orderHoldsWhateverTheOrderInWhichTheStoreReports() {
        List<CompletableFuture<Void>> reports = new ArrayList<>();
        fixture.store = new FaultyStore(fixture.memory) {
            @Override
            public CompletableFuture<Boolean> receive(io.jenkins.plugins.homu.port.Delivery delivery) {
                CompletableFuture<Void> report = new CompletableFuture<>();
                reports.add(report);
                return report.thenCompose(go -> super.receive(delivery));
            }
        };
        fixture.start();
        List<CompletableFuture<Receipt>> receipts =
                List.of(fixture.post("widget", "a"), fixture.post("widget", "b"), fixture.post("widget", "c"));
        reports.get(2).complete(null);
        reports.get(1).complete(null);
        assertThat(receipts.get(2).join()).isEqualTo(Receipt.ACCEPTED);
        assertThat(fixture.rules.decided).isEmpty();
        reports.get(0).complete(null);
        fixture.awaitDecided("widget c");
        assertThat(fixture.rules.decided).containsExactly("widget a", "widget b", "widget c");
    }

    @Test
    public void whatWaitsSharesOneTransaction() {
        fixture.start();
        CompletableFuture<Void> gate = new CompletableFuture<>();
        fixture.store.holdCommits(gate);
        // Alone in the first batch, which is held; the others find it under way, however slow the machine.
        fixture.push("b0");
        fixture.awaitDecided("widget b0");
        for (int i = 1; i < 101; i++) {
            fixture.push("b" + i);
        }
        gate.complete(null);
        fixture.awaitDecided("widget b100");
        fixture.awaitQuiet("widget");
        assertThat(fixture.store.commits()).hasSizeBetween(2, 10);
        assertThat(fixture.store.commits().stream()
                        .mapToInt(commit -> commit.inboxDone().size())
                        .max())
                .hasValue(EngineSettings.DEFAULT.batch());
    }

    @Test
    public void nothingIsDecidedBeforeTheLastStepIsDurable() {
        fixture.start();
        CompletableFuture<Void> gate = new CompletableFuture<>();
        fixture.store.holdCommits(gate);
        fixture.push("a");
        fixture.awaitDecided("widget a");
        fixture.push("b");
        assertThat(fixture.revision()).isZero();
        assertThat(fixture.rules.decided).containsExactly("widget a");
        gate.complete(null);
        fixture.awaitDecided("widget b");
        Await.until("the state to be seen", () -> fixture.revision() == 2);
    }

    @Test
    public void anAnswerWaitsForTheStoreAndNotForTheRules() {
        fixture.start();
        CountDownLatch latch = new CountDownLatch(1);
        fixture.rules.duringDecide = () -> await(latch);
        assertThat(fixture.post("widget", "a").join()).isEqualTo(Receipt.ACCEPTED);
        assertThat(fixture.post("widget", "b").join()).isEqualTo(Receipt.ACCEPTED);
        assertThat(fixture.health("widget").inbox()).isEqualTo(2);
        latch.countDown();
        fixture.awaitDecided("widget b");
    }

    @Test
    public void aDuplicateIsNotDecidedAgain() {
        fixture.start();
        var delivery = fixture.delivery("one", "widget", "a");
        List<Event> events = List.of(Fixture.pushed("a"));
        assertThat(fixture.engine.deliver(delivery, events).join()).isEqualTo(Receipt.ACCEPTED);
        assertThat(fixture.engine.deliver(delivery, events).join()).isEqualTo(Receipt.DUPLICATE);
        fixture.push("b");
        fixture.awaitDecided("widget b");
        assertThat(fixture.rules.decided).containsExactly("widget a", "widget b");
    }

    @Test
    public void aDeliveryThatCannotBeKeptIsNotAccepted() {
        fixture.start();
        fixture.store.refuseDeliveries(true);
        assertThatThrownBy(() -> fixture.post("widget", "a").join())
                .hasCauseInstanceOf(StoreException.class)
                .hasMessageContaining("disk full");
        fixture.store.refuseDeliveries(false);
        fixture.push("b");
        fixture.awaitDecided("widget b");
        assertThat(fixture.rules.decided).containsExactly("widget b");
    }

    @Test
    public void aDeliveryForAnUnknownRepositoryIsNotAccepted() {
        fixture.start();
        assertThatThrownBy(() -> fixture.post("nowhere", "a").join()).hasCauseInstanceOf(StoreException.class);
        assertThat(fixture.engine.submit("nowhere", Fixture.pushed("a"))).isFalse();
    }

    @Test
    public void whileTheStoreFailsEventsAreKeptAndTriedAgain() {
        fixture.start();
        fixture.store.refuse(commit -> true);
        fixture.store.sick(true);
        fixture.push("a");
        fixture.push("b");
        Await.until("trouble", () -> fixture.health("widget").trouble().isPresent());
        assertThat(fixture.health("widget").trouble().get()).contains("disk full");
        assertThat(fixture.health("widget").inbox()).isEqualTo(2);
        // For hours, whatever is at fault: a store that is not well says nothing about the events.
        fixture.time.advanceUntil("many tries", Duration.ofMinutes(1), () -> fixture.rules.decided.size() > 20);
        assertThat(fixture.memory.pendingDeliveries("widget")).hasSize(2);

        fixture.store.refuse(commit -> false);
        fixture.time.advanceUntil("recovery", SECOND, () -> fixture.revision() == 2);
        fixture.awaitQuiet("widget");
        assertThat(fixture.health("widget").trouble()).isEmpty();
        assertThat(fixture.memory.pendingDeliveries("widget")).isEmpty();
        assertThat(fixture.store.commits().stream()
                        .mapToInt(commit -> commit.inboxDone().size()))
                .containsExactly(1, 1);
    }

    @Test
    public void aStepThatWasStoredThoughReportedAsFailedIsNotTakenTwice() {
        fixture.rules.on("say", id -> new PostComment(id, 1, "hello", false));
        fixture.start();
        fixture.store.loseAnswers(true);
        fixture.push("say");
        Await.until("the commit", () -> fixture.store.commits().size() == 1);
        fixture.store.loseAnswers(false);
        fixture.push("after");
        fixture.time.advanceUntil("recovery", SECOND, () -> fixture.rules.decided.contains("widget after"));
        fixture.awaitQuiet("widget");
        assertThat(fixture.rules.decided).containsExactly("widget say", "widget after");
        assertThat(fixture.github.comments(Fixture.WIDGET)).hasSize(1);
        assertThat(fixture.memory.load("widget").orElseThrow().nextEffect()).isEqualTo(2);
    }

    @Test
    public void aStateThatTheStoreKnowsBetterIsTakenOver() {
        fixture.rules.on("b", id -> new PostComment(id, 1, "hello", false));
        fixture.start();
        fixture.push("a");
        Await.until("the first step", () -> fixture.revision() == 1);
        // Another process, or a step that was given up and came through all the same.
        var stored = fixture.memory.load("widget").orElseThrow();
        var further = fixture.rules.decide(stored, Fixture.pushed("b"), fixture.repositories.get(0), Instant.EPOCH);
        fixture.memory
                .commit(new Commit(
                        stored, further.next(), List.of(), List.of(), further.effects(), List.of(), Instant.EPOCH))
                .join();
        fixture.push("c");
        fixture.time.advanceUntil("recovery", SECOND, () -> fixture.revision() == 3);
        fixture.awaitQuiet("widget");
        assertThat(fixture.github.comments(Fixture.WIDGET)).hasSize(1);
        assertThat(fixture.memory.pendingDeliveries("widget")).isEmpty();
    }

    @Test
    public void anEventThatTheRulesFailAtIsSetAsideAndTheOthersGoOn() {
        fixture.rules.breaksAt =
                event -> event instanceof BranchPushed push && push.branch().equals("bad");
        fixture.start();
        fixture.push("a");
        fixture.push("bad");
        fixture.push("b");
        fixture.awaitDecided("widget b");
        Await.until("it to be set aside", () -> fixture.memory.setAside().size() == 1);
        assertThat(fixture.memory.setAside().get("d2")).contains("the rules broke");
        fixture.awaitQuiet("widget");
        assertThat(fixture.health("widget").trouble().orElse("")).contains("the rules broke");
        assertThat(fixture.rules.decided).containsExactly("widget a", "widget b");
        assertThat(fixture.memory.pendingDeliveries("widget")).isEmpty();
        fixture.time.advance(Duration.ofMinutes(61));
        assertThat(fixture.health("widget").trouble()).isEmpty();
    }

    @Test
    public void anOutcomeThatTheRulesFailAtDoesNotRepeatItsEffect() {
        fixture.rules.on("look", id -> new ReadPull(id, 5));
        fixture.rules.breaksAt = event -> event instanceof PullRead;
        fixture.start();
        fixture.push("look");
        Await.until("the call", () -> fixture.github.calls("pull").size() == 1);
        fixture.awaitQuiet("widget");
        assertThat(fixture.memory.pendingEffects("widget")).isEmpty();
    }

    @Test
    public void aMergeWhoseOutcomeTheRulesFailAtIsReportedAsFailed() {
        var base = fixture.github.newCommit("base");
        var head = fixture.github.newCommit("head", base);
        fixture.github.branch(Fixture.WIDGET, "main", base);
        fixture.rules.on("merge", id -> Effects.prepare(id, head));
        fixture.rules.breaksAt = event -> event instanceof Event.MergePrepared;
        fixture.start();
        fixture.push("merge");
        fixture.awaitDecided("widget MergeFailed");
        fixture.awaitQuiet("widget");
    }

    @Test
    public void aMessageWhoseStepAHealthyStoreRefusesIsSetAside() {
        fixture.rules.on("poison", id -> new PostComment(id, 666, "bad", false));
        fixture.start();
        fixture.store.refuse(commit -> commit.effects().stream()
                .anyMatch(effect -> effect instanceof PostComment comment && comment.number() == 666));
        CompletableFuture<Void> gate = new CompletableFuture<>();
        fixture.store.holdCommits(gate);
        fixture.push("a");
        fixture.awaitDecided("widget a");
        fixture.push("b");
        fixture.push("poison");
        fixture.push("c");
        gate.complete(null);
        fixture.time.advanceUntil("the rest", SECOND, () -> fixture.revision() == 3);
        fixture.awaitQuiet("widget");
        assertThat(fixture.memory.setAside()).containsOnlyKeys("d3");
        assertThat(fixture.memory.pendingDeliveries("widget")).isEmpty();
    }

    @Test
    public void deliveriesNotDealtWithAreReadAgainBeforeNewOnes() {
        fixture.memory.receive(fixture.delivery("x1", "widget", "old1")).join();
        fixture.memory.receive(fixture.delivery("x2", "widget", "unreadable")).join();
        fixture.memory.receive(fixture.delivery("x3", "widget", "old2")).join();
        fixture.start();
        fixture.push("new");
        fixture.awaitDecided("widget new");
        assertThat(fixture.rules.decided).containsExactly("widget old1", "widget old2", "widget new");
        assertThat(fixture.memory.setAside().get("x2")).contains("Not a push");
        fixture.awaitQuiet("widget");
        assertThat(fixture.memory.pendingDeliveries("widget")).isEmpty();
    }

    @Test
    public void whatWasAcceptedAndNotDecidedSurvivesAKill() {
        fixture.engineSettings = fixture.engineSettings.withCloseTimeout(Duration.ofMillis(50));
        fixture.start();
        fixture.store.holdCommits(new CompletableFuture<>());
        fixture.push("a");
        fixture.push("b");
        fixture.awaitDecided("widget a");
        fixture.rules.decided.clear();
        fixture.restartAfterKill();
        fixture.awaitDecided("widget b");
        assertThat(fixture.rules.decided).containsExactly("widget a", "widget b");
        Await.until("two steps", () -> fixture.revision() == 2);
    }

    @Test
    public void listenersAreToldOfChangesOnAnotherThreadAndNotOfEachOne() throws Exception {
        fixture.start();
        List<String> told = new CopyOnWriteArrayList<>();
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AutoCloseable registration = fixture.engine.onChange(label -> {
            told.add(label);
            first.countDown();
            await(go);
        });
        fixture.push("a");
        first.await();
        for (int i = 0; i < 20; i++) {
            long before = fixture.revision();
            fixture.push("b" + i);
            Await.until("a step", () -> fixture.revision() > before);
        }
        assertThat(told).hasSize(1);
        go.countDown();
        Await.until("the second call", () -> told.size() == 2);
        registration.close();
        fixture.push("c");
        fixture.awaitDecided("widget c");
        assertThat(told).containsExactly("widget", "widget");
    }

    @Test
    public void theRulesAreWokenWhenTheyAsked() {
        fixture.start();
        Instant due = fixture.time.now().plusSeconds(90);
        int alarms = fixture.time.size();
        fixture.rules.wake = state -> state.revision() == 1 ? Optional.of(due) : Optional.empty();
        fixture.push("a");
        Await.until("the alarm", () -> fixture.time.size() == alarms + 1);
        fixture.time.advance(Duration.ofSeconds(89));
        assertThat(fixture.rules.decided).containsExactly("widget a");
        fixture.time.advanceUntil("the tick", SECOND, () -> fixture.rules.decided.contains("widget Tick"));
    }

    @Test
    public void rulesThatAskForThePastAreNotWokenInALoop() {
        fixture.rules.wake = state -> Optional.of(Instant.EPOCH);
        fixture.start();
        fixture.time.advanceUntil("a tick", SECOND, () -> fixture.rules.decided.contains("widget Tick"));
        fixture.push("a");
        fixture.awaitDecided("widget a");
        fixture.awaitQuiet("widget");
        long before =
                fixture.rules.decided.stream().filter("widget Tick"::equals).count();
        fixture.time.advance(Duration.ofMillis(1));
        fixture.push("b");
        fixture.awaitDecided("widget b");
        assertThat(fixture.rules.decided.stream().filter("widget Tick"::equals).count())
                .isLessThanOrEqualTo(before + 1);
    }

    @Test
    public void everyRepositoryIsComparedWithGitHubAtTheStartAndThenRegularly() {
        fixture.engineSettings = EngineSettings.DEFAULT.withReconcileInterval(Duration.ofMinutes(5));
        fixture.repositories.add(Fixture.settings("gadget", Fixture.GADGET));
        fixture.start();
        fixture.time.advance(Duration.ofMinutes(4));
        assertThat(fixture.rules.decided).isEmpty();
        fixture.time.advance(Duration.ofMinutes(2));
        fixture.awaitDecided("widget SyncRequested");
        fixture.awaitDecided("gadget SyncRequested");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }
}
