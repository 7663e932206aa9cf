package io.jenkins.plugins.homu.server.configuration;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Spans of time as people write them. */
final class Durations {
    private static final Pattern WHOLE = Pattern.compile("(?:\\d{1,9}\\s*[smhd]\\s*)+");
    private static final Pattern PART = Pattern.compile("(\\d{1,9})\\s*([smhd])");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

    private Durations() {}

    /** Of {@code 90m}, {@code 1h 30m}, {@code 2d}, {@code 45s}; bare digits are seconds. */
    static Optional<Duration> parse(String text) {
        String trimmed = text.strip().toLowerCase(Locale.ROOT);
        if (SECONDS.matcher(trimmed).matches()) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(trimmed)));
        }
        if (!WHOLE.matcher(trimmed).matches()) {
            return Optional.empty();
        }
        Duration sum = Duration.ZERO;
        Matcher matcher = PART.matcher(trimmed);
        while (matcher.find()) {
            long count = Long.parseLong(matcher.group(1));
            sum = sum.plus(
                    switch (matcher.group(2)) {
                        case "s" -> Duration.ofSeconds(count);
                        case "m" -> Duration.ofMinutes(count);
                        case "h" -> Duration.ofHours(count);
                        default -> Duration.ofDays(count);
                    });
        }
        return Optional.of(sum);
    }

    /** In the same form: {@code 1h 30m}. */
    static String format(Duration duration) {
        StringBuilder text = new StringBuilder();
        append(text, duration.toDaysPart(), "d");
        append(text, duration.toHoursPart(), "h");
        append(text, duration.toMinutesPart(), "m");
        append(text, duration.toSecondsPart(), "s");
        return text.isEmpty() ? "0" : text.toString().strip();
    }

    private static void append(StringBuilder text, long count, String unit) {
        if (count > 0) {
            text.append(count).append(unit).append(' ');
        }
    }
}
