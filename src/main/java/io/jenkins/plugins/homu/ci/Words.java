package io.jenkins.plugins.homu.ci;

/** What others say, made fit for one line. It stays text that others control. */
final class Words {
    private static final int LONGEST = 300;

    private Words() {}

    static String line(String text) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), LONGEST));
        boolean space = false;
        for (int i = 0; i < text.length() && line.length() < LONGEST; i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c) || Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                space = line.length() > 0;
                continue;
            }
            if (space) {
                line.append(' ');
                space = false;
            }
            line.append(c);
        }
        // Half of a pair is no character.
        if (line.length() > 0 && Character.isHighSurrogate(line.charAt(line.length() - 1))) {
            line.setLength(line.length() - 1);
        }
        return line.toString();
    }
}
