package io.jenkins.plugins.homu.simulator.hook;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/** What goes wrong with deliveries: lost, doubled, out of order, late. All off at first. */
public final class HookFaults {

    private final List<Rule> rules = new ArrayList<>();
    private final List<SimDelivery> held = new ArrayList<>();
    private int holding;
    private Duration delay = Duration.ZERO;
    private Random random = new Random(1);
    private double dropping;
    private double doubling;
    private double swapping;

    private static final class Rule {
        final Predicate<SimDelivery> matches;
        final boolean drops;
        int left;

        Rule(Predicate<SimDelivery> matches, boolean drops, int left) {
            this.matches = matches;
            this.drops = drops;
            this.left = left;
        }
    }

    HookFaults() {}

    /** Loses the next deliveries; they can still be redelivered. */
    public HookFaults dropNext(int count) {
        return dropNext(count, delivery -> true);
    }

    public synchronized HookFaults dropNext(int count, Predicate<SimDelivery> matching) {
        rules.add(new Rule(matching, true, count));
        return this;
    }

    /** Sends the next deliveries twice, with the same GUID. */
    public HookFaults duplicateNext(int count) {
        return duplicateNext(count, delivery -> true);
    }

    public synchronized HookFaults duplicateNext(int count, Predicate<SimDelivery> matching) {
        rules.add(new Rule(matching, false, count));
        return this;
    }

    /** Holds the next deliveries back until that many are there, then sends them in reverse order. */
    public synchronized HookFaults reverseNext(int count) {
        holding = count;
        return this;
    }

    /** Sends everything from now on that much later. */
    public synchronized HookFaults delay(Duration time) {
        delay = time;
        return this;
    }

    /** From now on loses, doubles and swaps deliveries with these probabilities, the same way for the same seed. */
    public synchronized HookFaults chaos(double drop, double duplicate, double swap, long seed) {
        dropping = drop;
        doubling = duplicate;
        swapping = swap;
        random = new Random(seed);
        return this;
    }

    /** Everything works again; what is still held back comes out with the next delivery. */
    public synchronized HookFaults clear() {
        rules.clear();
        holding = 0;
        delay = Duration.ZERO;
        dropping = 0;
        doubling = 0;
        swapping = 0;
        return this;
    }

    /** What to send now in place of a delivery, in order. */
    synchronized List<SimDelivery> apply(SimDelivery delivery) {
        int copies = copies(delivery);
        if (copies == 0) {
            delivery.dropped();
        }
        if (!delay.isZero()) {
            delivery.delayUntil(System.nanoTime() + delay.toNanos());
        }
        List<SimDelivery> result = new ArrayList<>(Collections.nCopies(copies, delivery));
        if (holding > 0) {
            held.addAll(result);
            if (--holding > 0) {
                return List.of();
            }
            result = new ArrayList<>(held);
            Collections.reverse(result);
            held.clear();
            return result;
        }
        if (swapping > 0 && held.isEmpty() && random.nextDouble() < swapping) {
            held.addAll(result);
            return List.of();
        }
        result.addAll(held);
        held.clear();
        return result;
    }

    /** What is held back and would wait for another delivery. */
    synchronized List<SimDelivery> release() {
        List<SimDelivery> result = List.copyOf(held);
        held.clear();
        holding = 0;
        return result;
    }

    private int copies(SimDelivery delivery) {
        for (Rule rule : rules) {
            if (rule.left > 0 && rule.matches.test(delivery)) {
                rule.left--;
                return rule.drops ? 0 : 2;
            }
        }
        double draw = dropping + doubling == 0 ? 1 : random.nextDouble();
        return draw < dropping ? 0 : draw < dropping + doubling ? 2 : 1;
    }
}
