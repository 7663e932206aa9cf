package io.jenkins.plugins.homu.server.logging;

import java.io.OutputStream;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;

/** Sends everything that is logged to one stream, in one form. */
public final class Logging {
    private static final String OURS = "io.jenkins.plugins.homu";

    private static final List<String> CLIENTS_FAULTS =
            List.of("org.eclipse.jetty.http.HttpParser", "org.eclipse.jetty.server.Response");

    /** Held, because the JDK forgets the level of a logger that nobody holds. */
    private static final List<Logger> HELD = new ArrayList<>();

    private Logging() {}

    /**
     * Keeps logging until the process is gone. The JDK's own manager closes everything in a shutdown hook, which runs
     * beside ours: what the server says while it stops would be lost.
     */
    public static final class Manager extends LogManager {
        /** For the JDK, which makes it by its name. */
        public Manager() {}

        @Override
        public void reset() {}
    }

    /** To be called before anything is logged; later it has no effect. */
    public static void keepUntilTheEnd() {
        System.setProperty("java.util.logging.manager", Manager.class.getName());
    }

    /** @param verbose our own details too, and what libraries do */
    public static synchronized void to(OutputStream out, boolean verbose) {
        Logger root = Logger.getLogger("");
        for (Handler handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        root.addHandler(new FlushingHandler(out));
        // Libraries report at INFO what only matters to those who look for a fault in them.
        root.setLevel(verbose ? Level.INFO : Level.WARNING);
        Logger ours = Logger.getLogger(OURS);
        ours.setLevel(verbose ? Level.FINE : Level.INFO);
        HELD.add(root);
        // They report what a client did wrong, which anybody may do as often as they like.
        for (String name : verbose ? List.<String>of() : CLIENTS_FAULTS) {
            Logger logger = Logger.getLogger(name);
            logger.setLevel(Level.SEVERE);
            HELD.add(logger);
        }
        HELD.add(ours);
    }

    private static final class FlushingHandler extends StreamHandler {
        FlushingHandler(OutputStream out) {
            super(out, new LogFormat());
            try {
                setEncoding(StandardCharsets.UTF_8.name());
            } catch (UnsupportedEncodingException e) {
                throw new IllegalStateException("Every Java has UTF-8", e);
            }
            setLevel(Level.ALL);
        }

        @Override
        public synchronized void publish(LogRecord entry) {
            super.publish(entry);
            flush();
        }
    }
}
