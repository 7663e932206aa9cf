package io.jenkins.plugins.homu.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.Test;

/**
 * Thousands of random histories, each checked after every step against a model of GitHub: events in any order, twice or
 * never, effects done twice, outcomes lost, people everywhere. A failure names its seed, and comes with the shortest history
 * that was found to show it.
 *
 * <p>{@code -Dhomu.property.seed=N} repeats the histories from a seed on, {@code -Dhomu.property.histories=N} sets how many.
 */
public class MergeQueuePropertyTest {
    private static final int STEPS = 200;

    @Test
    public void invariantsHoldAfterEveryStepOfRandomHistories() {
        long seed = Long.getLong("homu.property.seed", 20_260_301L);
        int histories = Integer.getInteger("homu.property.histories", 2_000);
        int merged = 0;
        for (int i = 0; i < histories; i++) {
            List<Long> steps = stepsOf(seed + i);
            Outcome outcome = run(seed + i, steps, false);
            if (outcome.failure().isPresent()) {
                throw describe(seed + i, steps, outcome);
            }
            merged += outcome.merged();
        }
        System.Logger log = System.getLogger(MergeQueuePropertyTest.class.getName());
        log.log(
                System.Logger.Level.INFO,
                "Random histories: " + histories + " of " + STEPS + " steps from seed " + seed + ", " + merged
                        + " merges, no invariant broken");
        assertThat(merged).as("merges in all histories").isGreaterThan(histories / 4);
    }

    private record Outcome(Optional<Throwable> failure, List<String> trace, int merged) {}

    private static List<Long> stepsOf(long seed) {
        Random random = mixed(seed);
        List<Long> steps = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            steps.add(random.nextLong());
        }
        return steps;
    }

    /** Seeds next to each other make generators of that kind begin alike. */
    private static Random mixed(long seed) {
        return new Random(new SplittableRandom(seed).nextLong());
    }

    private static Outcome run(long seed, List<Long> steps, boolean tells) {
        World world = new World(mixed(seed), tells);
        try {
            for (long step : steps) {
                world.step(new Random(step));
            }
            world.calmDown();
            world.everythingHasEnded();
            return new Outcome(Optional.empty(), List.of(), world.merged());
        } catch (AssertionError | RuntimeException e) {
            return new Outcome(Optional.of(e), world.trace(), 0);
        }
    }

    /** Leaves out steps as long as the same goes wrong. */
    private static AssertionError describe(long seed, List<Long> steps, Outcome outcome) {
        List<Long> shortest = steps;
        Outcome shown = outcome;
        for (int size = steps.size() / 2; size > 0; size = size == 1 ? 0 : Math.max(1, size / 2)) {
            for (int from = 0; from + size <= shortest.size(); ) {
                List<Long> fewer = new ArrayList<>(shortest);
                fewer.subList(from, from + size).clear();
                Outcome again = run(seed, fewer, true);
                if (again.failure().isPresent()
                        && again.failure()
                                .get()
                                .toString()
                                .equals(outcome.failure().orElseThrow().toString())) {
                    shortest = fewer;
                    shown = again;
                } else {
                    from += size;
                }
            }
        }
        return new AssertionError(
                "Seed " + seed + ", " + shortest.size() + " steps: " + String.join("\n", shown.trace()),
                shown.failure().orElseThrow());
    }
}
