package io.jenkins.plugins.homu.demo;

import io.jenkins.plugins.homu.simulator.SimComment;
import io.jenkins.plugins.homu.simulator.SimPull;
import io.jenkins.plugins.homu.simulator.SimReaction;
import io.jenkins.plugins.homu.simulator.SimRepository;
import io.jenkins.plugins.homu.simulator.SimStatus;
import io.jenkins.plugins.homu.simulator.SimUser;
import io.jenkins.plugins.homu.simulator.git.GitCommit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/** What GitHub's own pages would be: the pull requests, their conversations, and a box to comment as somebody. */
final class DemoPages extends Handler.Abstract {
    private static final Pattern PULL = Pattern.compile("/acme/widget/pull/(\\d{1,6})");
    private static final Pattern COMMIT = Pattern.compile("/acme/widget/commit/([0-9a-f]{40})");
    private static final Pattern USER = Pattern.compile("/([A-Za-z0-9-]{1,39})");
    private static final Pattern LOG = Pattern.compile("/ci/([0-9a-f]{40})");

    private static final Pattern LINK = Pattern.compile("\\[([^\\]]+)\\]\\((https?://[^)\\s]+)\\)");

    private final SimRepository repository;
    private final SmallCi ci;
    private final ServerProcess server;
    private final String queueUrl;

    DemoPages(SimRepository repository, SmallCi ci, ServerProcess server, String queueUrl) {
        this.repository = repository;
        this.ci = ci;
        this.server = server;
        this.queueUrl = queueUrl;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = Request.getPathInContext(request);
        Matcher pull = PULL.matcher(path);
        Matcher log = LOG.matcher(path);
        Matcher commit = COMMIT.matcher(path);
        Matcher user = USER.matcher(path);
        if ("POST".equals(request.getMethod())) {
            return post(path, request, response, callback);
        }
        if (path.equals("/") || path.equals("/acme/widget") || path.equals("/acme/widget/pulls")) {
            return html(response, callback, page("acme/widget", list()));
        } else if (pull.matches()
                && repository.findPull(Integer.parseInt(pull.group(1))).isPresent()) {
            SimPull found = repository.pull(Integer.parseInt(pull.group(1)));
            boolean part = "part=1".equals(request.getHttpURI().getQuery());
            return html(response, callback, part ? conversation(found) : page(found.title(), whole(found)));
        } else if (commit.matches()) {
            Optional<GitCommit> found = repository.git().objects().commit(commit.group(1));
            return found.isPresent()
                    && html(response, callback, page(found.get().subject(), commit(found.get())));
        } else if (user.matches()) {
            Optional<SimUser> found = repository.simulator().accounts().find(user.group(1));
            return found.isPresent()
                    && html(response, callback, page(found.get().login(), user(found.get())));
        } else if (log.matches()) {
            return send(response, callback, "text/plain", ci.log(log.group(1)).orElse("Still running, or unknown.\n"));
        } else if (path.equals("/demo/demo.css")) {
            return send(response, callback, "text/css", resource("demo.css"));
        } else if (path.equals("/demo/demo.js")) {
            return send(response, callback, "text/javascript", resource("demo.js"));
        }
        return false;
    }

    private boolean post(String path, Request request, Response response, Callback callback) throws Exception {
        Fields form = Request.getParameters(request);
        String back = "/acme/widget/pulls";
        switch (path) {
            case "/demo/comment" -> {
                SimPull pull = repository.pull(Integer.parseInt(form.getValue("pull")));
                pull.comment(form.getValue("user"), form.getValue("text").replace("\r\n", "\n"));
                back = "/acme/widget/pull/" + pull.number();
            }
            case "/demo/fix" -> {
                SimPull pull = repository.pull(Integer.parseInt(form.getValue("pull")));
                pull.push(SampleRepository.fix());
                back = "/acme/widget/pull/" + pull.number();
            }
            case "/demo/restart" -> server.killAndRestart();
            default -> {
                return false;
            }
        }
        response.setStatus(303);
        response.getHeaders().put(HttpHeader.LOCATION, back);
        callback.succeeded();
        return true;
    }

    // ---- pages -------------------------------------------------------------------------------------------------

    private String page(String title, String body) {
        return """
                <!doctype html>
                <html lang="en">
                <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s - simulated GitHub</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/demo/demo.css"></head>
                <body><header><strong><a href="/acme/widget/pulls">acme/widget</a></strong> simulated GitHub
                <p><a href="%s">Homu's queue</a></p></header>
                <main>%s</main><script src="/demo/demo.js"></script></body></html>
                """
                .formatted(escape(title), escape(queueUrl), body);
    }

    private String list() {
        StringBuilder log = new StringBuilder();
        repository.log("main").stream().limit(10).forEach(line -> log.append(escape(line))
                .append('\n'));
        return "<h1>Pull requests</h1>" + table(repository.pulls()) + "<h2>The branch main</h2><pre>" + log + "</pre>"
                + "<form method=\"post\" action=\"/demo/restart\"><div class=\"row\">"
                + "<button>Kill Homu's server and start it again</button></div></form>";
    }

    private String user(SimUser user) {
        List<SimPull> theirs = repository.pulls().stream()
                .filter(pull -> pull.author().id() == user.id())
                .toList();
        return "<h1>" + escape(user.login()) + "</h1>"
                + (theirs.isEmpty() ? "<p>No pull requests.</p>" : "<h2>Pull requests</h2>" + table(theirs));
    }

    private String commit(GitCommit commit) {
        StringBuilder text = new StringBuilder("<h1>")
                .append(escape(commit.subject()))
                .append("</h1><p>Commit <code>")
                .append(commit.oid())
                .append("</code> by ")
                .append(escape(commit.author().name()))
                .append(", on top of</p><ul>");
        for (String parent : commit.parents()) {
            text.append("<li><a href=\"/acme/widget/commit/")
                    .append(parent)
                    .append("\"><code>")
                    .append(parent)
                    .append("</code></a></li>");
        }
        text.append("</ul><pre>").append(escape(commit.message())).append("</pre>");
        for (SimStatus status :
                repository.locked(() -> List.copyOf(repository.statuses().latest(commit.oid())))) {
            text.append("<p>")
                    .append(escape(status.context()))
                    .append(": ")
                    .append(escape(status.state()))
                    .append("</p>");
        }
        return text.toString();
    }

    private static String table(List<SimPull> pulls) {
        StringBuilder rows = new StringBuilder();
        for (SimPull pull : pulls) {
            rows.append("<tr><td>#")
                    .append(pull.number())
                    .append("</td><td><a href=\"/acme/widget/pull/")
                    .append(pull.number())
                    .append("\">")
                    .append(escape(pull.title()))
                    .append("</a></td><td>")
                    .append(escape(pull.author().login()))
                    .append("</td><td>")
                    .append(state(pull))
                    .append("</td></tr>");
        }
        return "<table><thead><tr><th>#</th><th>Title</th><th>Author</th><th>State</th></tr></thead><tbody>" + rows
                + "</tbody></table>";
    }

    private String whole(SimPull pull) {
        return "<div data-live>" + conversation(pull) + "</div>"
                + "<form method=\"post\" action=\"/demo/comment\"><input type=\"hidden\" name=\"pull\" value=\""
                + pull.number() + "\"><label for=\"text\">Comment</label>"
                + "<textarea id=\"text\" name=\"text\" required autofocus>@homu r+</textarea><div class=\"row\">"
                + "<label for=\"user\">as</label><select id=\"user\" name=\"user\">"
                + "<option value=\"alice\">alice (reviewer)</option><option value=\"carol\">carol (may try)</option>"
                + "<option value=\"" + escape(pull.author().login()) + "\">"
                + escape(pull.author().login())
                + " (author)</option><option value=\"mallory\">mallory (stranger)</option></select>"
                + "<button>Comment</button></div></form>"
                + "<form method=\"post\" action=\"/demo/fix\"><input type=\"hidden\" name=\"pull\" value=\""
                + pull.number() + "\"><div class=\"row\"><button>Push a commit that makes the tests pass</button>"
                + "</div></form>";
    }

    private String conversation(SimPull pull) {
        StringBuilder text = new StringBuilder("<h1>")
                .append(escape(pull.title()))
                .append(" #")
                .append(pull.number())
                .append("</h1><p>")
                .append(state(pull))
                .append(' ')
                .append(escape(pull.author().login()))
                .append(" wants to merge <code>")
                .append(escape(pull.headRef()))
                .append("</code> (<code>")
                .append(pull.headSha(), 0, 7)
                .append("</code>) into <code>")
                .append(escape(pull.baseRef()))
                .append("</code></p>");
        comment(text, pull.author().login(), pull.body(), List.of());
        for (SimComment comment : pull.comments()) {
            comment(text, comment.author(), comment.body(), repository.reactions(comment.id()));
        }
        return text.toString();
    }

    private static void comment(StringBuilder text, String author, String body, List<SimReaction> reactions) {
        String visible = body.replaceAll("(?s)<!--.*?-->", "")
                .replaceAll("\n{3,}", "\n\n")
                .strip();
        text.append("<article class=\"comment\"><h2>")
                .append(escape(author))
                .append("</h2><pre>")
                .append(LINK.matcher(escape(visible)).replaceAll("<a href=\"$2\">$1</a>"))
                .append("</pre>");
        for (SimReaction reaction : reactions) {
            text.append("<p class=\"reaction\">")
                    .append(reaction.content().equals("+1") ? ":+1:" : escape(reaction.content()))
                    .append(" by ")
                    .append(escape(reaction.user().login()))
                    .append("</p>");
        }
        text.append("</article>");
    }

    private static String state(SimPull pull) {
        return "<span class=\"state\">" + (pull.isMerged() ? "Merged" : pull.isOpen() ? "Open" : "Closed") + "</span>";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = DemoPages.class.getResourceAsStream("/demo/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static boolean html(Response response, Callback callback, String text) {
        return send(response, callback, "text/html", text);
    }

    private static boolean send(Response response, Callback callback, String type, String text) {
        response.setStatus(200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type + ";charset=utf-8");
        Content.Sink.write(response, true, text, callback);
        return true;
    }
}
