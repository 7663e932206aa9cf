package io.jenkins.plugins.homu.simulator.hook;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;

/** Deliveries of a hook that are sent one after the other, in order. */
final class Lane {

    private final Webhooks webhooks;
    private final Deque<SimDelivery> queue = new ConcurrentLinkedDeque<>();
    private final AtomicBoolean running = new AtomicBoolean();

    Lane(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    void add(SimDelivery delivery) {
        queue.addLast(delivery);
        kick();
    }

    boolean isEmpty() {
        return queue.isEmpty() && !running.get();
    }

    /** Starts sending when there is something to send and nobody sends yet. */
    void kick() {
        if (!queue.isEmpty() && !webhooks.isPaused() && running.compareAndSet(false, true)) {
            webhooks.execute(this::run);
        }
    }

    private void run() {
        long wait = 0;
        try {
            while (!webhooks.isPaused() && wait <= 0) {
                SimDelivery head = queue.peekFirst();
                if (head == null) {
                    break;
                }
                wait = head.notBefore() == 0 ? 0 : head.notBefore() - System.nanoTime();
                if (wait <= 0) {
                    webhooks.send(head);
                    queue.removeFirst();
                    webhooks.ended();
                }
            }
        } finally {
            running.set(false);
        }
        if (wait > 0) {
            webhooks.later(wait, this::kick);
        } else {
            kick();
        }
        webhooks.ended();
    }
}
