package io.jenkins.plugins.homu.http;

/** The layout around a page where nobody else (Jenkins, say) puts one around it. */
final class LayoutFrame implements PageFrame {
    private final Templates templates = new Templates();

    @Override
    public HttpResponse frame(int status, PageContent page) {
        return HttpResponse.of(status, HttpResponse.HTML, templates.render("layout", new Layout(page)));
    }
}
