package io.jenkins.plugins.homu.http;

/** Puts a page's content into what surrounds it: our own layout, or that of whoever hosts us. */
@FunctionalInterface
public interface PageFrame {
    HttpResponse frame(int status, PageContent page);

    /** Hands the content on to a shell that has a layout of its own: {@link HttpResponse#page}. */
    PageFrame NONE = HttpResponse::page;

    /** Our own layout. */
    static PageFrame layout() {
        return new LayoutFrame();
    }
}
