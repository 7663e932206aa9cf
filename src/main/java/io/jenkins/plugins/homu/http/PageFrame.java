package io.jenkins.plugins.homu.http;

import java.util.Optional;
import java.util.function.Supplier;

/** Puts a page's content into what surrounds it: our own layout, or that of whoever hosts us. */
@FunctionalInterface
public interface PageFrame {
    HttpResponse frame(int status, PageContent page);

    /** Hands the content on to a shell that has a layout of its own: {@link HttpResponse#page}. */
    PageFrame NONE = HttpResponse::page;

    /**
     * With an announcement above every page.
     *
     * @param announcement plain text, as it is at the moment; empty: none
     */
    static PageFrame announcing(Supplier<Optional<String>> announcement, PageFrame frame) {
        return new AnnouncedFrame(announcement, frame);
    }

    /** Our own layout. */
    static PageFrame layout() {
        return new LayoutFrame();
    }
}
