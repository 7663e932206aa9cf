package io.jenkins.plugins.homu.http;

import java.util.List;

/**
 * The frame around a page's content, where nobody else (Jenkins, say) puts one around it.
 *
 * @param at which page of the navigation this is: {@code index}, {@code all} or anything else
 * @param content markup that was rendered before
 */
record Layout(
        String title, String heading, List<Subtitle> subtitle, String at, String content, Links links, Assets assets) {
    /** A line below the heading. @param url null: no link */
    record Subtitle(String text, String url) {}

    public boolean atIndex() {
        return at.equals("index");
    }

    public boolean atAll() {
        return at.equals("all");
    }

    public String indexUrl() {
        return links.index();
    }

    public String allUrl() {
        return links.queue(Selection.ALL);
    }

    public String styleUrl() {
        return links.asset(assets.path("homu.css"));
    }

    public String shellStyleUrl() {
        return links.asset(assets.path("shell.css"));
    }

    public String scriptUrl() {
        return links.asset(assets.path("homu.js"));
    }

    public String iconUrl() {
        return links.asset(assets.path("homu.svg"));
    }
}
