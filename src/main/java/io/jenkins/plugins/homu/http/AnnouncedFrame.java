package io.jenkins.plugins.homu.http;

import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts an announcement above every page. It is plain text: the Rust fork puts it into its pages as HTML, and what is HTML in
 * it shows as it was written. Addresses in it become links.
 */
final class AnnouncedFrame implements PageFrame {
    private static final Pattern ADDRESS = Pattern.compile("https?://[\\x21-\\x7E&&[^\"'`<>\\\\]]*[A-Za-z0-9/_=&#~-]");

    private final Supplier<Optional<String>> announcement;
    private final PageFrame inner;

    AnnouncedFrame(Supplier<Optional<String>> announcement, PageFrame inner) {
        this.announcement = announcement;
        this.inner = inner;
    }

    @Override
    public HttpResponse frame(int status, PageContent page) {
        return inner.frame(
                status,
                announcement
                        .get()
                        .filter(text -> !text.isBlank())
                        .map(text -> page.withMarkup(banner(text) + page.markup()))
                        .orElse(page));
    }

    private static String banner(String text) {
        StringBuilder markup = new StringBuilder(
                "<div class=\"homu-app homu-announcement\" role=\"note\"><div class=\"homu-banner\"><p>");
        Matcher addresses = ADDRESS.matcher(text);
        int end = 0;
        while (addresses.find()) {
            String address = addresses.group();
            markup.append(escape(text.substring(end, addresses.start())));
            markup.append(Links.foreign(address)
                    .map(url -> "<a href=\"" + escape(url) + "\">" + escape(address) + "</a>")
                    .orElse(escape(address)));
            end = addresses.end();
        }
        return markup.append(escape(text.substring(end)))
                .append("</p></div></div>\n")
                .toString();
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
