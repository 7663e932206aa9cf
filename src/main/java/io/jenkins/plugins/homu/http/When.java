package io.jenkins.plugins.homu.http;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * A moment, as a page shows it.
 *
 * @param iso for machines, to the second
 * @param stamp for people, in UTC
 * @param age how long ago that is, such as {@code 2 h 5 min}
 * @param epoch in seconds, to sort by
 */
record When(String iso, String stamp, String age, long epoch) {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    static When of(Instant at, Instant now) {
        Instant second = at.truncatedTo(ChronoUnit.SECONDS);
        return new When(
                second.toString(), STAMP.format(second), text(Duration.between(at, now)), second.getEpochSecond());
    }

    /** The two greatest units of a duration; under a minute in words. The script of the pages speaks the same way. */
    static String text(Duration duration) {
        long minutes = Math.max(0, duration.toMinutes());
        if (minutes < 1) {
            return "under 1 min";
        }
        if (minutes < 60) {
            return minutes + " min";
        }
        long hours = minutes / 60;
        if (hours < 24) {
            return minutes % 60 == 0 ? hours + " h" : hours + " h " + minutes % 60 + " min";
        }
        long days = hours / 24;
        return hours % 24 == 0 ? days + " d" : days + " d " + hours % 24 + " h";
    }

    /** How long something took: to the second where it was under an hour. */
    static String took(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3600 ? seconds / 60 + " min " + seconds % 60 + " s" : text(duration);
    }
}
