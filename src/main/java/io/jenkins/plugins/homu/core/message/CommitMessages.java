package io.jenkins.plugins.homu.core.message;

import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.settings.MergeSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Messages of the commits that we make, by the settings' templates. Other people's text in them pings nobody and switches no
 * CI off, wherever a template puts it.
 */
public final class CommitMessages {
    /** What a template may hold between braces, and what it stands for. */
    public static final Set<String> PLACEHOLDERS =
            Set.of("number", "title", "body", "head", "approver", "reviewers", "co_authors");

    static final String SQUASH_TEMPLATE = "{title} (#{number})\n\n{body}\n\n{co_authors}\n{reviewers}";

    /**
     * Stands in a message where the co-authors go, who are known to whoever reads the commits only. Foreign text can't hold
     * it: it is a control character.
     */
    private static final String CO_AUTHORS = "\u0001";

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z_]+)\\}");
    private static final Pattern BLANK_LINES = Pattern.compile("\n{3,}");
    private static final Pattern CO_AUTHOR_LINE =
            Pattern.compile("(?im)^co-authored-by:[ \\t]*([^<>\\n]{1,200}?)[ \\t]*<([^<>\\s]{1,200})>[ \\t]*$");

    private CommitMessages() {}

    /** Somebody who wrote commits. */
    public record Author(String name, String email) {}

    /** What a template holds between braces that means nothing. */
    public static Set<String> unknownPlaceholders(String template) {
        return PLACEHOLDER
                .matcher(template)
                .results()
                .map(found -> found.group(1))
                .filter(name -> !PLACEHOLDERS.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    public static boolean namesCoAuthors(String template) {
        return template.contains("{co_authors}");
    }

    /** @param approver of a try build {@code <try>} */
    public static String merge(MergeSettings settings, PullRequest pull, String approver, List<String> jobs) {
        return settings.mergeMessage()
                .map(template -> render(template, pull, approver, jobs))
                .orElseGet(() -> Messages.mergeCommit(pull, approver, jobs));
    }

    /** Not complete before {@link #withCoAuthors}. */
    public static String squash(MergeSettings settings, PullRequest pull, String approver, List<String> jobs) {
        return render(settings.squashMessage().orElse(SQUASH_TEMPLATE), pull, approver, jobs);
    }

    /** What the original adds to each commit that is put onto a base without a merge commit. */
    public static String linearTrailer(int number, String approver) {
        return "Pull request: #" + number + "\nApproved by: " + Messages.oneLine(Markdown.forCommitMessage(approver));
    }

    private static String render(String template, PullRequest pull, String approver, List<String> jobs) {
        Map<String, String> values = Map.of(
                "number", String.valueOf(pull.number()),
                "title", Messages.oneLine(Markdown.forCommitMessage(pull.title())),
                "body", Messages.harmlessBody(pull),
                "head", Messages.oneLine(Markdown.forCommitMessage(pull.headLabel())),
                "approver", Messages.oneLine(Markdown.forCommitMessage(approver)),
                "reviewers", reviewers(approver),
                "co_authors", CO_AUTHORS);
        // In one pass, so that a title with a placeholder in it stays as it is.
        String text = PLACEHOLDER
                .matcher(template.replace("\r\n", "\n").replace(CO_AUTHORS, ""))
                .replaceAll(found -> Matcher.quoteReplacement(value(values, found)));
        String trailers = jobs.stream()
                .map(job -> "\ntry-job: " + Messages.oneLine(Markdown.forCommitMessage(job)))
                .collect(Collectors.joining());
        return tidy(Markdown.withoutSwitches(text) + (trailers.isEmpty() ? "" : "\n" + trailers));
    }

    private static String value(Map<String, String> values, MatchResult found) {
        return values.getOrDefault(found.group(1), found.group());
    }

    private static String reviewers(String approver) {
        // Nobody has reviewed what is only tried.
        return approver.startsWith("<")
                ? ""
                : List.of(approver.split(",", -1)).stream()
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .map(name -> "Reviewed-by: " + Messages.oneLine(Markdown.forCommitMessage(name)))
                        .collect(Collectors.joining("\n"));
    }

    private static String tidy(String text) {
        return BLANK_LINES
                .matcher(text.replaceAll("[ \\t]+(?=\\n|$)", ""))
                .replaceAll("\n\n")
                .strip();
    }

    /** The message with those people in the place that its template has for them, if it has one. */
    public static String withCoAuthors(String message, List<Author> authors) {
        String lines = authors.stream()
                .map(author -> "Co-authored-by: " + bare(author.name()) + " <" + bare(author.email()) + ">")
                .map(line -> Markdown.withoutSwitches(Markdown.forCommitMessage(line)))
                .collect(Collectors.joining("\n"));
        return tidy(message.replace(CO_AUTHORS, lines));
    }

    private static String bare(String text) {
        return Messages.oneLine(text.replaceAll("[<>\\p{Cntrl}]", " "));
    }

    /**
     * Everybody who wrote some of the commits, but for the main author; each address once, in order.
     *
     * @param messages of the commits, which may name more of them
     */
    public static List<Author> coAuthors(Author main, List<Author> authors, List<String> messages) {
        Map<String, Author> found = new LinkedHashMap<>();
        authors.forEach(author -> found.putIfAbsent(key(author), author));
        for (String message : messages) {
            Matcher lines = CO_AUTHOR_LINE.matcher(message);
            while (lines.find()) {
                Author author = new Author(lines.group(1), lines.group(2));
                found.putIfAbsent(key(author), author);
            }
        }
        found.remove(key(main));
        return List.copyOf(found.values());
    }

    private static String key(Author author) {
        return author.email().strip().toLowerCase(Locale.ROOT);
    }
}
