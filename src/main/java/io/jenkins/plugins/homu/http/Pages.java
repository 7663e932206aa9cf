package io.jenkins.plugins.homu.http;

import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.HistoryEntry;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.queue.QueueView;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import io.jenkins.plugins.homu.http.PageContent.Subtitle;
import io.jenkins.plugins.homu.port.Clock;
import io.jenkins.plugins.homu.port.QueueReader;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The pages for people. With the parameter {@code fragment} they come without the layout around them. */
final class Pages {
    /** Their addresses, for people. */
    static final String OFFERED = "/, /queue/LABEL, /results/LABEL/NUMBER, /retry_log/LABEL";

    private final QueueReader reader;
    private final Clock clock;
    private final String htmlUrl;
    private final Templates templates = new Templates();
    private final Assets assets = new Assets();
    private final PageFrame frame;
    private final RollupOffer rollups;
    private final Duration retryLog;

    /** @param retryLog how far back the pages of retries go */
    Pages(QueueReader reader, Clock clock, String htmlUrl, PageFrame frame, RollupOffer rollups, Duration retryLog) {
        this.rollups = rollups;
        this.retryLog = retryLog;
        this.frame = frame;
        this.reader = reader;
        this.clock = clock;
        this.htmlUrl = htmlUrl;
    }

    Optional<HttpResponse> asset(List<String> segments) {
        return assets.get(segments);
    }

    HttpResponse index(HttpRequest request, Target target) {
        boolean fragment = target.parameter("fragment").isPresent();
        return unlessKnown(request, reader.labels(), fragment, () -> {
            IndexPage page = IndexPage.of(reader, links(request), clock.now());
            String content = templates.render("index", page);
            return fragment
                    ? html(content)
                    : frame(request, 200, "Merge queue", "Merge queue", List.of(), "index", List.of(), content);
        });
    }

    HttpResponse queue(HttpRequest request, Target target, String spec) {
        Selection selection = Selection.of(spec, reader);
        if (!selection.isKnown()) {
            return unknown(request, selection);
        }
        if (target.parameter("prs").isPresent() && selection.labels().size() == 1) {
            // The Rust fork's way to have some chosen for a rollup, as its pull requests link to it.
            String numbers = target.parameter("prs").get().replaceAll("[^0-9,]", "");
            return HttpResponse.empty(303)
                    .with("Location", links(request).rollup(selection.labels().get(0)) + "?prs=" + numbers);
        }
        QueueQuery query = QueueQuery.of(target);
        return unlessKnown(request, selection.labels(), query, () -> {
            Instant now = clock.now();
            QueuePage page = QueuePage.of(
                            selection, selection.queues(reader, now), reader.health(), query, links(request), now)
                    .with(WithheldView.of(selection, reader, links(request), now));
            String content = templates.render("queue", page);
            return query.fragment()
                    ? html(content)
                    : frame(
                            request,
                            200,
                            page.heading(),
                            page.heading(),
                            subtitles(page, links(request), selection.labels()),
                            spec.equals(Selection.ALL) ? "all" : "queue",
                            selection.labels(),
                            content + synchronise(request, selection));
        });
    }

    private static List<Subtitle> subtitles(QueuePage page, Links links, List<String> labels) {
        List<Subtitle> lines = new ArrayList<>();
        page.repositories().forEach(repository -> lines.add(new Subtitle(repository.name(), repository.url())));
        if (labels.size() == 1) {
            lines.add(new Subtitle("Retries", links.retries(labels.get(0))));
        }
        return lines;
    }

    HttpResponse results(HttpRequest request, Target target, String label, int number) {
        Selection selection = Selection.of(label, reader);
        Optional<RepositorySettings> settings = reader.settings(label);
        if (settings.isEmpty()) {
            return unknown(request, selection);
        }
        boolean fragment = target.parameter("fragment").isPresent();
        return unlessKnown(request, List.of(label), "results/" + number + fragment, () -> {
            Instant now = clock.now();
            Links links = links(request);
            Optional<RepositoryState> state = reader.state(label);
            Optional<PullRequest> pull = state.flatMap(it -> it.pull(number));
            List<Attempt> attempts = reader.attempts(label, number, ResultsPage.LIMIT);
            List<HistoryEntry> history = reader.history(label, Optional.of(number), ResultsPage.LIMIT);
            if (pull.isEmpty() && attempts.isEmpty() && history.isEmpty()) {
                return failure(
                        request,
                        404,
                        "Not found",
                        "Nothing is known of pull request #" + number + " of " + label + ".");
            }
            ResultsPage page = ResultsPage.of(
                    settings.get(),
                    number,
                    pull.map(it -> row(it, state.orElseThrow(), settings.get(), links, now)),
                    state.map(it -> RollupView.of(it, number, settings.get(), links)),
                    attempts,
                    history,
                    links,
                    now);
            String content = templates.render("results", page);
            String heading = pull.map(PullRequest::title)
                    .filter(title -> !title.isBlank())
                    .orElse("Pull request #" + number);
            return fragment
                    ? html(content)
                    : frame(
                            request,
                            200,
                            "#" + number + " of " + label,
                            heading,
                            List.of(
                                    new Subtitle("#" + number + " on GitHub", page.pullUrl()),
                                    new Subtitle("Queue of " + label, page.queueUrl())),
                            "results",
                            List.of(label),
                            content);
        });
    }

    HttpResponse retries(HttpRequest request, Target target, String label) {
        Optional<RepositorySettings> settings = reader.settings(label);
        if (settings.isEmpty()) {
            return unknown(request, Selection.of(label, reader));
        }
        boolean fragment = target.parameter("fragment").isPresent();
        return unlessKnown(request, List.of(label), "retries" + fragment, () -> {
            Instant now = clock.now();
            RetryLogPage page = RetryLogPage.of(
                    settings.get(),
                    reader.history(label, RetryLogPage.WHAT, now.minus(retryLog), RetryLogPage.LIMIT + 1),
                    retryLog,
                    links(request),
                    now);
            String content = templates.render("retries", page);
            return fragment
                    ? html(content)
                    : frame(
                            request,
                            200,
                            "Retries of " + label,
                            "Retries of " + label,
                            List.of(new Subtitle("Queue of " + label, page.queueUrl())),
                            "retries",
                            List.of(label),
                            content);
        });
    }

    private static RowView row(
            PullRequest pull, RepositoryState state, RepositorySettings settings, Links links, Instant now) {
        QueueView.Row row = QueueView.row(pull, state, settings, now);
        return new RowView(RowView.Common.of(settings, state.tree(), links, now), row, 0);
    }

    /** Where a rollup is asked for. With {@code prs=1,2} those are ticked. */
    HttpResponse rollup(HttpRequest request, Target target, String label) {
        Optional<RepositorySettings> settings = reader.settings(label);
        Optional<RepositoryState> state = reader.state(label);
        if (settings.isEmpty() || state.isEmpty()) {
            return unknown(request, Selection.of(label, reader));
        }
        Links links = links(request);
        Set<Integer> chosen = Arrays.stream(target.parameter("prs").orElse("").split("[, ]+", 1000))
                .filter(number -> number.matches("[1-9][0-9]{0,8}"))
                .map(Integer::valueOf)
                .collect(Collectors.toSet());
        HttpResponse response = frame(
                request,
                200,
                "Rollup of " + label,
                "Make a rollup",
                List.of(new Subtitle("Queue of " + label, links.queue(label))),
                "rollup",
                List.of(label),
                templates.render(
                        "rollup",
                        RollupPage.of(
                                settings.get(),
                                state.get(),
                                chosen,
                                request.manages() ? rollups : rollups.withoutButton(),
                                links,
                                clock.now())));
        return leadingToSignIn(response);
    }

    private record Synchronise(String action, String label) {}

    /** The original's button, where people can be told apart. */
    private String synchronise(HttpRequest request, Selection selection) {
        return rollups.signIn().isPresent() && selection.labels().size() == 1
                ? templates.render(
                        "synchronise",
                        new Synchronise(
                                request.contextPath() + "/synch",
                                selection.labels().get(0)))
                : "";
    }

    /** A page with a form that ends up where people sign in: browsers ask the policy about every address on the way. */
    HttpResponse leadingToSignIn(HttpResponse response) {
        return rollups.signIn()
                .map(origin -> response.with("Content-Security-Policy", SecurityHeaders.POLICY + " " + origin))
                .orElse(response);
    }

    /** A page for people that says what went wrong. */
    HttpResponse failure(HttpRequest request, int status, String heading, String message) {
        return frame(
                request,
                status,
                heading,
                heading,
                List.of(),
                "",
                List.of(),
                templates.render(
                        "failure", new FailurePage(message, links(request).index())));
    }

    private record FailurePage(String message, String indexUrl) {}

    private HttpResponse unknown(HttpRequest request, Selection selection) {
        return failure(request, 404, "Not found", unknownText(selection, reader));
    }

    /** Labels are no secret: the first page shows them all. */
    static String unknownText(Selection selection, QueueReader reader) {
        List<String> known = reader.labels();
        String named = known.isEmpty()
                ? "None is configured."
                : "Configured are: " + String.join(", ", known.subList(0, Math.min(20, known.size())))
                        + (known.size() > 20 ? " and " + (known.size() - 20) + " more." : ".");
        return "There is no repository called " + String.join(", ", selection.unknown()) + ". " + named;
    }

    private HttpResponse unlessKnown(
            HttpRequest request, List<String> labels, Object what, Supplier<HttpResponse> page) {
        // Pages tell ages in minutes, so an old one is good for the rest of the minute at most.
        String tag = Revision.tag(
                reader,
                labels,
                what,
                reader.health().hashCode(),
                clock.now().truncatedTo(ChronoUnit.MINUTES),
                assets.hash(),
                request.contextPath());
        HttpResponse response = Revision.isKnown(request, tag) ? HttpResponse.empty(304) : page.get();
        return response.status() == 200 || response.status() == 304
                ? response.with("ETag", tag).with("Cache-Control", "no-cache")
                : response;
    }

    private Links links(HttpRequest request) {
        return new Links(request.contextPath(), htmlUrl);
    }

    private HttpResponse frame(
            HttpRequest request,
            int status,
            String title,
            String heading,
            List<Subtitle> subtitle,
            String at,
            List<String> labels,
            String markup) {
        Links links = links(request);
        PageContent.Addresses addresses = new PageContent.Addresses(
                links.index(),
                links.queue(Selection.ALL),
                links.asset(assets.path("homu.css")),
                links.asset(assets.path("shell.css")),
                links.asset(assets.path("homu.js")),
                links.asset(assets.path("homu.svg")));
        return frame.frame(status, new PageContent(title, heading, subtitle, at, labels, markup, addresses));
    }

    private static HttpResponse html(String markup) {
        return HttpResponse.of(200, HttpResponse.HTML, markup);
    }
}
