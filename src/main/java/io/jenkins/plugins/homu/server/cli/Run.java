package io.jenkins.plugins.homu.server.cli;

import io.jenkins.plugins.homu.port.StoreException;
import io.jenkins.plugins.homu.server.HomuServer;
import io.jenkins.plugins.homu.server.configuration.ServerConfiguration;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.ExitCode;

/** Runs the server until it is told to stop. */
final class Run {
    private static final System.Logger LOG = System.getLogger(Run.class.getName());
    private static final long STOP_MILLIS = TimeUnit.SECONDS.toMillis(9);

    private Run() {}

    /**
     * Returns only when the server could not start, or can't go on; SIGTERM and SIGINT end the process with exit code 0.
     *
     * @throws Refused with the reason, which is one line
     */
    static int run(ServerConfiguration configuration) throws Refused, InterruptedException {
        Thread.setDefaultUncaughtExceptionHandler(Run::uncaught);
        HomuServer server;
        try {
            server = HomuServer.start(configuration);
        } catch (StoreException | IOException e) {
            throw new Refused(e.getMessage());
        }
        AtomicBoolean ending = new AtomicBoolean();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, ending), "stop"));
        String why = server.failure().join();
        ending.set(true);
        server.close();
        throw new Refused(why);
    }

    /** The server can't run; the message says why and what to do about it. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        Refused(String message) {
            super(message);
        }
    }

    private static void stop(HomuServer server, AtomicBoolean ending) {
        if (ending.get()) {
            return;
        }
        LOG.log(System.Logger.Level.INFO, "event=stopping");
        Thread closing = new Thread(server::close, "close");
        closing.setDaemon(true);
        closing.start();
        try {
            closing.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // Nothing is lost by a stop cut short: whatever was promised is in the store.
        LOG.log(System.Logger.Level.INFO, closing.isAlive() ? "event=ended in_time=false" : "event=ended in_time=true");
        // A process that ends by a signal would report the signal; ending when told to is no failure.
        Runtime.getRuntime().halt(ExitCode.OK);
    }

    private static void uncaught(Thread thread, Throwable failure) {
        if (failure instanceof VirtualMachineError) {
            // Whoever runs on without memory does half of what it should. The state is in the store.
            Runtime.getRuntime().halt(ExitCode.SOFTWARE);
        }
        LOG.log(System.Logger.Level.ERROR, "event=thread-died", failure);
    }
}
