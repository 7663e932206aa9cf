package jenkins.util;

/** Signatures only, see docs/development.md. */
public abstract class Timer {
    private Timer() {}

    public static native java.util.concurrent.ScheduledExecutorService get();
}
