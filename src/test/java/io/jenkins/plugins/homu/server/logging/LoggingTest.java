package io.jenkins.plugins.homu.server.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;

/** What the command line's {@code -v} adds. */
public class LoggingTest {
    private static final Logger ROOT = Logger.getLogger("");
    private static final Logger OURS = Logger.getLogger("io.jenkins.plugins.homu");
    private static final Logger A_PART = Logger.getLogger("io.jenkins.plugins.homu.engine.LoggingTest");
    private static final Logger LIBRARY = Logger.getLogger("org.example.Library");

    private final Map<Logger, Level> levels = new HashMap<>();
    private Handler[] handlers;

    @Before
    public void remember() {
        handlers = ROOT.getHandlers();
        levels.put(ROOT, ROOT.getLevel());
        levels.put(OURS, OURS.getLevel());
    }

    @After
    public void restore() {
        for (Handler handler : ROOT.getHandlers()) {
            ROOT.removeHandler(handler);
        }
        for (Handler handler : handlers) {
            ROOT.addHandler(handler);
        }
        levels.forEach(Logger::setLevel);
    }

    private static String logged(boolean verbose) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Logging.to(out, verbose);
        A_PART.info("event=usual");
        A_PART.fine("event=detail");
        LIBRARY.info("what a library says");
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    public void detailsAreForTheVerbose() {
        assertThat(logged(false)).contains("event=usual").doesNotContain("event=detail", "what a library says");
        assertThat(logged(true)).contains("event=usual", "event=detail", "what a library says");
    }
}
