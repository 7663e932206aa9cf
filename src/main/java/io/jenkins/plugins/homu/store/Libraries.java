package io.jenkins.plugins.homu.store;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Flyway and the connection pool tell a dozen lines at each start that nobody needs; warnings pass. */
final class Libraries {
    /** Held here, because java.util.logging forgets the level of a logger that nobody holds. */
    private static final List<Logger> TALKERS =
            List.of(Logger.getLogger("org.flywaydb"), Logger.getLogger("com.zaxxer.hikari"));

    private Libraries() {}

    /** Leaves alone what somebody has configured. */
    static void quieten() {
        for (Logger talker : TALKERS) {
            if (talker.getLevel() == null) {
                talker.setLevel(Level.WARNING);
            }
        }
    }
}
