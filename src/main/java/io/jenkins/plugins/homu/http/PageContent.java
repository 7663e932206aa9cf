package io.jenkins.plugins.homu.http;

import java.util.List;

/**
 * A page without what surrounds it.
 *
 * @param title of the window
 * @param heading of the page: may hold other people's words, not escaped
 * @param at which page of the navigation this is: {@code index}, {@code all} or anything else
 * @param labels of the repositories it is about; empty: of none in particular
 * @param markup the content, safe to be put into a page as it is
 */
public record PageContent(
        String title,
        String heading,
        List<Subtitle> subtitle,
        String at,
        List<String> labels,
        String markup,
        Addresses addresses) {
    PageContent withMarkup(String other) {
        return new PageContent(title, heading, subtitle, at, labels, other, addresses);
    }

    /** A line below the heading. @param url null: no link */
    public record Subtitle(String text, String url) {}

    /** Where the pages that every page leads to are, and the files that it needs. */
    public record Addresses(String index, String all, String style, String shellStyle, String script, String icon) {}
}
