package io.jenkins.plugins.homu.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import io.jenkins.plugins.homu.port.StoreException;
import io.jenkins.plugins.homu.testing.Await;
import io.jenkins.plugins.homu.testing.LogRecorder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Test;

public class EngineTest {
    private final Fixture fixture = new Fixture();

    @After
    public void stop() {
        fixture.close();
    }

    @Test
    public void healthTellsOfARenamedRepository() {
        fixture.start();
        assertThat(fixture.health("widget").trouble()).isEmpty();
        fixture.github.rename(Fixture.WIDGET, new RepositoryId("acme", "gizmo"));

        assertThat(fixture.health("widget").trouble().orElseThrow())
                .contains("acme/gizmo now, not acme/widget", "change owner and name in the configuration");
    }

    @Test
    public void labelThatWasRenamedIsTold() {
        fixture.start();
        fixture.push("something");
        fixture.awaitQuiet("widget");
        LogRecorder log = new LogRecorder();
        try {
            fixture.engine.configure(
                    List.of(Fixture.settings("gizmo", Fixture.WIDGET), Fixture.settings("gadget", Fixture.GADGET)));
        } finally {
            log.close();
        }
        assertThat(log.lines())
                .filteredOn(line -> line.contains("event=label-not-known"))
                .singleElement()
                .asString()
                .contains("begun_with_nothing=\"gizmo", "left_alone=widget", "give it that label back");
    }

    @Test
    public void aStopFinishesWhatRunsAndLeavesTheRest() {
        fixture.rules.on("talk", List.of(id -> Effects.say(id, 1, "one"), id -> Effects.say(id, 1, "two")));
        fixture.start();
        CountDownLatch latch = fixture.block(Fixture.WIDGET);
        fixture.push("talk");
        Await.until("the call", () -> fixture.github.calls("comment").size() == 1);
        Thread stopper = new Thread(fixture.engine::close);
        stopper.start();
        Await.until("the stop to have begun", () -> !fixture.engine.submit("widget", Fixture.pushed("late")));
        assertThatThrownBy(() -> fixture.post("widget", "late").join()).hasCauseInstanceOf(StoreException.class);
        latch.countDown();
        Await.until("the stop", () -> !stopper.isAlive());
        assertThat(fixture.said()).containsExactly("one");
        // Its outcome was taken in; the other one waits for the next start.
        assertThat(fixture.memory.pendingEffects("widget")).hasSize(1);
        fixture.time.reopen();
        fixture.start();
        fixture.awaitQuiet("widget");
        assertThat(fixture.said()).containsExactly("one", "two");
        assertThat(fixture.github.calls("findComment")).isEmpty();
    }

    @Test
    public void aStopDoesNotWaitForEver() throws Exception {
        fixture.engineSettings = fixture.engineSettings.withCloseTimeout(Duration.ofMillis(200));
        fixture.rules.on("talk", id -> Effects.say(id, 1, "one"));
        fixture.start();
        fixture.block(Fixture.WIDGET);
        fixture.push("talk");
        Await.until("the call", () -> fixture.github.calls("comment").size() == 1);
        CompletableFuture.runAsync(fixture.engine::close).get(1, TimeUnit.MINUTES);
        assertThat(fixture.memory.pendingEffects("widget")).singleElement().satisfies(row -> assertThat(row.tries())
                .isEqualTo(1));
    }

    @Test
    public void aStopWithNothingAtWorkDoesNotWait() throws Exception {
        fixture.engineSettings = fixture.engineSettings.withCloseTimeout(Duration.ofDays(1));
        fixture.start();
        fixture.awaitQuiet("widget");
        CompletableFuture.runAsync(fixture.engine::close).get(1, TimeUnit.MINUTES);
    }

    @Test
    public void whatWaitsInTheMailboxAtAStopIsDecidedAfterTheNextStart() {
        fixture.start();
        CompletableFuture<Void> gate = new CompletableFuture<>();
        fixture.store.holdCommits(gate);
        fixture.push("a");
        fixture.awaitDecided("widget a");
        fixture.push("b");
        Thread stopper = new Thread(fixture.engine::close);
        stopper.start();
        Await.until("the stop to have begun", () -> !fixture.engine.submit("widget", Fixture.pushed("late")));
        gate.complete(null);
        Await.until("the stop", () -> !stopper.isAlive());
        assertThat(fixture.rules.decided).containsExactly("widget a");
        fixture.time.reopen();
        fixture.start();
        fixture.awaitDecided("widget b");
        assertThat(fixture.revision()).isEqualTo(2);
    }

    @Test
    public void aRepositoryThatStaysKeepsItsStateAndTakesTheNewSettings() {
        fixture.start();
        fixture.push("a");
        Await.until("a step", () -> fixture.revision() == 1);
        RepositorySettings changed = fixture.repositories.get(0).withBotName("other");
        fixture.engine.configure(List.of(changed, Fixture.settings("gadget", Fixture.GADGET)));
        assertThat(fixture.engine.labels()).containsExactly("widget", "gadget");
        assertThat(fixture.engine.settings("widget").orElseThrow().botName()).isEqualTo("other");
        assertThat(fixture.revision()).isEqualTo(1);
        // What changed is compared with GitHub at once.
        fixture.awaitDecided("widget SyncRequested");
        fixture.push("gadget", "b");
        fixture.awaitDecided("gadget b");
    }

    @Test
    public void theSameSettingsAgainChangeNothing() {
        fixture.start();
        fixture.engine.configure(List.of(Fixture.settings("widget", Fixture.WIDGET)));
        fixture.push("a");
        fixture.awaitDecided("widget a");
        assertThat(fixture.rules.decided).containsExactly("widget a");
    }

    @Test
    public void aRepositoryThatGoesAndComesAgainGoesOnWhereItStood() {
        fixture.rules.on("talk", List.of(id -> Effects.say(id, 1, "one"), id -> Effects.say(id, 1, "two")));
        fixture.start();
        CountDownLatch latch = fixture.block(Fixture.WIDGET);
        fixture.push("talk");
        Await.until("the call", () -> fixture.github.calls("comment").size() == 1);
        fixture.engine.configure(List.of());
        assertThat(fixture.engine.labels()).isEmpty();
        assertThat(fixture.engine.state("widget")).isEmpty();
        assertThatThrownBy(() -> fixture.post("widget", "late").join()).hasCauseInstanceOf(StoreException.class);
        latch.countDown();
        fixture.engine.configure(fixture.repositories);
        fixture.awaitQuiet("widget");
        assertThat(fixture.said()).containsExactly("one", "two");
        assertThat(fixture.github.calls("comment")).hasSize(2);
        Await.until("all outcomes", () -> fixture.revision() >= 1);
    }

    @Test
    public void aRepositoryWhoseLastCallHangsIsNotTakenOnAgain() {
        fixture.engineSettings = fixture.engineSettings.withCloseTimeout(Duration.ofMillis(100));
        fixture.rules.on("talk", id -> Effects.say(id, 1, "one"));
        fixture.start();
        fixture.block(Fixture.WIDGET);
        fixture.push("talk");
        Await.until("the call", () -> fixture.github.calls("comment").size() == 1);
        fixture.engine.configure(List.of());
        assertThatThrownBy(() -> fixture.engine.configure(fixture.repositories))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("still ending a call");
        assertThat(fixture.engine.labels()).isEmpty();
    }

    @Test
    public void twoRepositoriesOfOneLabelAreRefusedAndNothingChanges() {
        fixture.start();
        RepositorySettings one = Fixture.settings("gadget", Fixture.GADGET);
        assertThatThrownBy(() -> fixture.engine.configure(List.of(one, one)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(fixture.engine.labels()).containsExactly("widget");
        fixture.push("a");
        fixture.awaitDecided("widget a");
    }

    @Test
    public void aThousandIdleRepositoriesCostNoThreads() {
        fixture.repositories.clear();
        for (int i = 0; i < 1000; i++) {
            fixture.repositories.add(Fixture.settings("r" + i, new RepositoryId("acme", "r" + i)));
        }
        int before = engineThreads();
        fixture.start();
        for (int i = 0; i < 1000; i += 100) {
            fixture.push("r" + i, "a");
            fixture.awaitDecided("r" + i + " a");
        }
        assertThat(engineThreads() - before).isLessThanOrEqualTo(EngineSettings.DEFAULT.eventThreads() + 1);
        assertThat(fixture.engine.health()).hasSize(1000);
        // One alarm each for the next comparison, and one for pruning.
        assertThat(fixture.time.size()).isEqualTo(1001);
    }

    private static int engineThreads() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("homu-"))
                .count();
    }
}
