package io.jenkins.plugins.homu.engine;

import java.time.Instant;

/** Calls back at a time. Tasks are short, never block, and never throw. */
interface Timers extends AutoCloseable {
    /** A task that was asked for. */
    interface Alarm {
        /** Whether it will not run any more does not matter: tasks look whether there is something to do. */
        void cancel();
    }

    /** @param when in the past means at once, on a thread of the timers all the same */
    Alarm at(Instant when, Runnable task);

    /** Nothing runs after that, except what is running. */
    @Override
    void close();
}
