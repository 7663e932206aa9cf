package io.jenkins.plugins.homu.jenkins.web;

import io.jenkins.plugins.homu.http.PageContent;
import io.jenkins.plugins.homu.jenkins.QueueAccess;
import java.util.ArrayList;
import java.util.List;
import jenkins.model.Jenkins;
import org.kohsuke.accmod.Restricted;
import org.kohsuke.accmod.restrictions.NoExternalUse;

/** A page as the view shows it: getters, because views don't know records. */
@Restricted(NoExternalUse.class)
public final class PageView {
    private final PageContent page;

    PageView(PageContent page) {
        this.page = page;
    }

    public String getTitle() {
        return page.title();
    }

    public String getHeading() {
        return page.heading();
    }

    /** Safe to be put into a page as it is. */
    public String getMarkup() {
        return page.markup();
    }

    public String getStyleUrl() {
        return page.addresses().style();
    }

    public String getScriptUrl() {
        return page.addresses().script();
    }

    public String getIndexUrl() {
        return page.addresses().index();
    }

    public String getAllUrl() {
        return page.addresses().all();
    }

    public boolean isIndex() {
        return page.at().equals("index");
    }

    public boolean isAll() {
        return page.at().equals("all");
    }

    public List<Line> getSubtitle() {
        List<Line> lines = new ArrayList<>();
        page.subtitle().forEach(line -> lines.add(new Line(line.text(), line.url())));
        return lines;
    }

    /** The repository that can be synchronised from here; null: none, or not by this user. */
    public String getManagedLabel() {
        return page.labels().size() == 1 && Jenkins.get().hasPermission(HomuPermissions.MANAGE)
                ? page.labels().get(0)
                : null;
    }

    /** Whether the tree of that repository is closed. */
    public boolean isPaused() {
        return QueueAccess.get()
                .runtime()
                .flatMap(runtime -> runtime.reader().state(page.labels().get(0)))
                .filter(state -> state.tree().closedBelow().isPresent())
                .isPresent();
    }

    /** A line below the heading. */
    public static final class Line {
        private final String text;
        private final String url;

        Line(String text, String url) {
            this.text = text;
            this.url = url;
        }

        public String getText() {
            return text;
        }

        public String getUrl() {
            return url;
        }
    }
}
