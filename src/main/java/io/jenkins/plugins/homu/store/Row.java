package io.jenkins.plugins.homu.store;

import io.jenkins.plugins.homu.core.model.CommitSha;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** The row a query stands on, read as the domain's types. Throws IllegalArgumentException for what can't be read so. */
final class Row {
    private final ResultSet result;

    Row(ResultSet result) {
        this.result = result;
    }

    Optional<String> optionalText(String column) throws SQLException {
        return Optional.ofNullable(result.getString(column)).map(StoredText::decode);
    }

    String text(String column) throws SQLException {
        return optionalText(column)
                .orElseThrow(() -> new IllegalArgumentException("The column " + column + " is empty."));
    }

    long number(String column) throws SQLException {
        return result.getLong(column);
    }

    int integer(String column) throws SQLException {
        return result.getInt(column);
    }

    Optional<Integer> optionalInteger(String column) throws SQLException {
        int value = result.getInt(column);
        return result.wasNull() ? Optional.empty() : Optional.of(value);
    }

    Optional<Long> optionalNumber(String column) throws SQLException {
        long value = result.getLong(column);
        return result.wasNull() ? Optional.empty() : Optional.of(value);
    }

    boolean flag(String column) throws SQLException {
        return result.getBoolean(column);
    }

    Instant time(String column) throws SQLException {
        return Words.time(text(column));
    }

    Optional<Instant> optionalTime(String column) throws SQLException {
        return optionalText(column).map(Words::time);
    }

    CommitSha sha(String column) throws SQLException {
        return new CommitSha(text(column));
    }

    Optional<CommitSha> optionalSha(String column) throws SQLException {
        return optionalText(column).map(CommitSha::new);
    }

    <E extends Enum<E>> E word(Class<E> type, String column) throws SQLException {
        return Words.parse(type, text(column));
    }
}
