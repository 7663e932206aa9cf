package io.jenkins.plugins.homu.architecture.violations.homu.engine;

import java.util.concurrent.TimeUnit;

/** Breaks a rule on purpose: it sleeps. Nobody calls it. */
public final class Sleeps {
    private Sleeps() {}

    public static void doze() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(1);
    }
}
