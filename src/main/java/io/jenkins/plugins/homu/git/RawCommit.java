package io.jenkins.plugins.homu.git;

import io.jenkins.plugins.homu.core.settings.MergeSettings.Committer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A commit as git stores it. Its texts are bytes in the guise of Latin-1 letters: authors and messages of others are passed on
 * as they are, in whatever encoding, however odd.
 *
 * @param author the whole line after the word, with the time
 * @param encoding of the message, where it is said
 */
record RawCommit(
        String tree, List<String> parents, String author, String committer, Optional<String> encoding, String message) {
    RawCommit {
        parents = List.copyOf(parents);
    }

    static RawCommit parse(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\n\n");
        String head = end < 0 ? text : text.substring(0, end);
        String tree = "";
        List<String> parents = new ArrayList<>();
        String author = "";
        String committer = "";
        Optional<String> encoding = Optional.empty();
        for (String line : head.split("\n", -1)) {
            int space = line.indexOf(' ');
            String value = line.substring(space + 1);
            switch (space < 0 ? "" : line.substring(0, space)) {
                case "tree" -> tree = value;
                case "parent" -> parents.add(value);
                case "author" -> author = value;
                case "committer" -> committer = value;
                case "encoding" -> encoding = Optional.of(value);
                default -> {
                    // Signatures, which are of the commit as it was.
                }
            }
        }
        return new RawCommit(tree, parents, author, committer, encoding, end < 0 ? "" : text.substring(end + 2));
    }

    byte[] bytes() {
        StringBuilder text = new StringBuilder("tree ").append(tree).append('\n');
        parents.forEach(parent -> text.append("parent ").append(parent).append('\n'));
        text.append("author ").append(author).append('\n');
        text.append("committer ").append(committer).append('\n');
        encoding.ifPresent(it -> text.append("encoding ").append(it).append('\n'));
        return text.append('\n').append(message).toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    boolean isMerge() {
        return parents.size() > 1;
    }

    /** First line of the message. */
    String subject() {
        return message.lines().findFirst().orElse("").strip();
    }

    /** The message without its first line and the blank ones after it. */
    String body() {
        String text = message.stripLeading();
        int end = text.indexOf('\n');
        return end < 0 ? "" : text.substring(end).strip();
    }

    String authorName() {
        int end = author.lastIndexOf('<');
        return decoded(end < 0 ? author : author.substring(0, end)).strip();
    }

    String authorEmail() {
        int begin = author.lastIndexOf('<');
        int end = author.lastIndexOf('>');
        return begin < 0 || end < begin
                ? ""
                : decoded(author.substring(begin + 1, end)).strip();
    }

    /** When it was committed; empty where that is not said in the usual way. */
    Optional<Instant> time() {
        String[] words =
                committer.substring(committer.lastIndexOf('>') + 1).strip().split(" ", -1);
        return words[0].matches("\\d{1,12}")
                ? Optional.of(Instant.ofEpochSecond(Long.parseLong(words[0])))
                : Optional.empty();
    }

    /** Letters as their bytes in UTF-8. */
    static String encoded(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    static String decoded(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    static String signature(Committer who, Instant when) {
        return encoded(bare(who.name()) + " <" + bare(who.email()) + "> " + when.getEpochSecond() + " +0000");
    }

    private static String bare(String text) {
        return text.replaceAll("[<>\\p{Cntrl}]", " ").strip();
    }
}
