package io.jenkins.plugins.homu.store;

import java.nio.file.Path;
import java.util.Objects;

/** Which database to use. The password is in no text that comes out of here. */
public sealed interface DatabaseSettings {
    /** A SQLite file, made when there is none; its folder must be there. */
    static DatabaseSettings file(Path file) {
        return new SqliteFile(file);
    }

    /**
     * A PostgreSQL server (version 12 or newer).
     *
     * @param url {@code jdbc:postgresql://host:port/database}, with whatever parameters its driver knows
     * @param user empty: as in the URL, or the driver's default
     * @param password empty: none, or as in the URL
     * @throws IllegalArgumentException when the URL is not one of PostgreSQL
     */
    static DatabaseSettings postgresql(String url, String user, String password) {
        return new PostgresqlServer(url, user, password);
    }

    /** A file of SQLite. */
    record SqliteFile(Path file) implements DatabaseSettings {
        @Override
        public String toString() {
            return file.toString();
        }
    }

    /** A database on a server of PostgreSQL. */
    record PostgresqlServer(String url, String user, String password) implements DatabaseSettings {
        private static final String PREFIX = "jdbc:postgresql:";

        public PostgresqlServer {
            Objects.requireNonNull(user);
            Objects.requireNonNull(password);
            if (!url.startsWith(PREFIX)) {
                throw new IllegalArgumentException("The URL of the database does not begin with " + PREFIX
                        + ". Only PostgreSQL is supported besides SQLite files.");
            }
        }

        /** The URL without its parameters and without anything before an @, either of which may hold a password. */
        @Override
        public String toString() {
            int end = url.indexOf('?');
            String shown = end < 0 ? url : url.substring(0, end);
            int at = shown.lastIndexOf('@');
            return at < 0 ? shown : PREFIX + "//" + shown.substring(at + 1);
        }
    }
}
