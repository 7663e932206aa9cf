package io.jenkins.plugins.homu.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.event.Event.CommentAdded;
import io.jenkins.plugins.homu.core.event.Event.CommentSource;
import io.jenkins.plugins.homu.core.event.Event.PullAction;
import io.jenkins.plugins.homu.core.event.Event.PullChanged;
import io.jenkins.plugins.homu.core.event.Event.ReportKind;
import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.event.Event.ResultsReported;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.Mergeability;
import io.jenkins.plugins.homu.core.model.PullSnapshot;
import io.jenkins.plugins.homu.port.CallbackTranslator;
import io.jenkins.plugins.homu.port.Delivery;
import io.jenkins.plugins.homu.port.GitHubGateway.Commit;
import io.jenkins.plugins.homu.testing.Await;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.junit.Test;

/**
 * The real rules, killed at random writes many times while pull requests flow and GitHub's answers get lost: nothing that
 * was accepted is lost, nothing is said twice, and the base only ever moves to what was tested.
 */
public class KilledEngineTest {
    private static final int RUNS = 40;
    private static final int PULLS = 3;

    @Test
    public void whateverDiesEverythingHappensOnce() {
        for (int seed = 0; seed < RUNS; seed++) {
            try {
                new Run(seed).play();
            } catch (AssertionError e) {
                throw new AssertionError("With seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private static final class Run {
        private final Random random;
        private final Fixture fixture = new Fixture();
        private final Map<String, Delivery> unsent = new LinkedHashMap<>();
        private final Map<Integer, CommitSha> heads = new HashMap<>();
        private final Set<CommitSha> tested = new java.util.HashSet<>();
        private final CommitSha first;
        private int killsLeft = 6;

        Run(int seed) {
            random = new Random(seed);
            fixture.translator = new Words();
            fixture.engineSettings = EngineSettings.DEFAULT
                    .withCloseTimeout(Duration.ofMillis(500))
                    .withRetryMin(Duration.ofMillis(100));
            first = fixture.github.newCommit("first");
            fixture.github.branch(Fixture.WIDGET, "main", first);
            for (int number = 1; number <= PULLS; number++) {
                CommitSha head = fixture.github.newCommit("head " + number);
                heads.put(number, head);
                fixture.github.open(Fixture.WIDGET, snapshot(number, fixture.time.now()));
            }
        }

        private PullSnapshot snapshot(int number, Instant now) {
            return new PullSnapshot(
                    number,
                    "Pull " + number,
                    "",
                    "bob",
                    heads.get(number),
                    "fix" + number,
                    Optional.of("bob"),
                    "main",
                    false,
                    Set.of(),
                    List.of(),
                    Mergeability.MERGEABLE,
                    true,
                    false,
                    Optional.empty(),
                    now);
        }

        private void send(String words) {
            unsent.put(words, fixture.delivery(words, "widget", words));
        }

        void play() {
            for (int number = 1; number <= PULLS; number++) {
                send("open " + number);
                send("approve " + number);
            }
            start();
            fixture.github.failAtRandom(0.05, random);
            Await.until("all to be merged", () -> {
                step();
                return fixture.github.moves(Fixture.WIDGET).size() == PULLS && unsent.isEmpty();
            });
            fixture.github.failAtRandom(0, random);
            fixture.time.advanceUntil("everything to be done", Duration.ofMillis(500), () -> {
                if (fixture.store.isDead()) {
                    restart();
                }
                return fixture.memory.pendingEffects("widget").isEmpty()
                        && fixture.memory.pendingDeliveries("widget").isEmpty();
            });
            fixture.close();
            check();
        }

        private void start() {
            fixture.start(Rules.QUEUE);
            if (killsLeft > 0) {
                killsLeft--;
                fixture.store.killAtWrite(1 + random.nextInt(12), random.nextBoolean());
            }
        }

        private void restart() {
            fixture.clearAway();
            start();
        }

        private void step() {
            if (fixture.store.isDead()) {
                restart();
            }
            fixture.time.advance(Duration.ofMillis(200));
            // What was not acknowledged is delivered again, as people do by a button on GitHub.
            for (Delivery delivery : List.copyOf(unsent.values())) {
                try {
                    fixture.engine
                            .deliver(delivery, fixture.translator.events(delivery))
                            .join();
                    unsent.remove(delivery.id());
                } catch (CompletionException e) {
                    assertThat(e).hasMessageContaining("killed");
                    return;
                }
            }
            fixture.engine.state("widget").orElseThrow().attempts().values().stream()
                    .filter(attempt -> attempt.phase() == Attempt.Phase.TESTING)
                    .map(attempt -> attempt.merge().orElseThrow())
                    .filter(merge ->
                            fixture.github.branch(Fixture.WIDGET, "auto").equals(Optional.of(merge)))
                    .filter(tested::add)
                    .forEach(merge -> send("passed " + merge));
        }

        private void check() {
            CommitSha base = first;
            List<CommitSha> merged = new ArrayList<>();
            for (CommitSha move : fixture.github.moves(Fixture.WIDGET)) {
                Commit commit = fixture.github.get(move);
                assertThat(commit.parents().get(0)).isEqualTo(base);
                merged.add(commit.parents().get(1));
                assertThat(tested).contains(move);
                base = move;
            }
            assertThat(merged).containsExactlyInAnyOrderElementsOf(heads.values());
            assertThat(fixture.github.branch(Fixture.WIDGET, "main")).contains(base);
            Map<Integer, List<String>> said = new HashMap<>();
            for (ScriptedGitHub.Comment comment : fixture.github.comments(Fixture.WIDGET)) {
                String text = comment.body().replaceAll("(?s)\\s*<!--.*?-->", "");
                said.computeIfAbsent(comment.number(), key -> new ArrayList<>()).add(text);
            }
            for (int number = 1; number <= PULLS; number++) {
                assertThat(said.get(number)).as("#" + number).doesNotHaveDuplicates();
                assertThat(said.get(number).stream().filter(text -> text.contains(":sunny:")))
                        .as("#" + number + " " + said.get(number))
                        .hasSize(1);
            }
        }

        /** Bodies such as {@code open 1}, {@code approve 1} and {@code passed SHA}. */
        private final class Words implements CallbackTranslator {
            @Override
            public String source() {
                return "github";
            }

            @Override
            public Translation translate(Function<String, Optional<String>> header, byte[] body) {
                throw new UnsupportedOperationException("Deliveries are made by the test");
            }

            @Override
            public List<Event> events(Delivery delivery) {
                String[] words = delivery.body().split(" ", -1);
                return switch (words[0]) {
                    case "open" ->
                        List.of(new PullChanged(
                                PullAction.OPENED, snapshot(Integer.parseInt(words[1]), delivery.receivedAt()), "bob"));
                    case "approve" ->
                        List.of(new CommentAdded(
                                CommentSource.ISSUE_COMMENT,
                                Integer.parseInt(words[1]),
                                Integer.parseInt(words[1]),
                                "alice",
                                List.of("@homu r+"),
                                Optional.empty(),
                                "https://github.example/c" + words[1],
                                delivery.receivedAt(),
                                false));
                    case "passed" ->
                        List.of(new ResultsReported(List.of(new Reported(
                                ReportKind.STATUS,
                                new CommitSha(words[1]),
                                "ci/test",
                                BuilderState.SUCCESS,
                                Optional.empty(),
                                ""))));
                    default -> throw new IllegalArgumentException(delivery.body());
                };
            }
        }
    }
}
