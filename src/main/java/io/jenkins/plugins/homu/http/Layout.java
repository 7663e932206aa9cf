package io.jenkins.plugins.homu.http;

import java.util.List;

/** What the layout's template shows. */
record Layout(PageContent page) {
    public String title() {
        return page.title();
    }

    public String heading() {
        return page.heading();
    }

    public List<PageContent.Subtitle> subtitle() {
        return page.subtitle();
    }

    public String content() {
        return page.markup();
    }

    public boolean atIndex() {
        return page.at().equals("index");
    }

    public boolean atAll() {
        return page.at().equals("all");
    }

    public String indexUrl() {
        return page.addresses().index();
    }

    public String allUrl() {
        return page.addresses().all();
    }

    public String styleUrl() {
        return page.addresses().style();
    }

    public String shellStyleUrl() {
        return page.addresses().shellStyle();
    }

    public String scriptUrl() {
        return page.addresses().script();
    }

    public String iconUrl() {
        return page.addresses().icon();
    }
}
