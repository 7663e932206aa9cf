package io.jenkins.plugins.homu.http;

import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.queue.QueueView;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import io.jenkins.plugins.homu.port.Clock;
import io.jenkins.plugins.homu.port.QueueReader;
import io.jenkins.plugins.homu.port.QueueReader.Health;
import io.jenkins.plugins.homu.port.StoreException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What programs may ask. */
final class Api {
    /** Its addresses, for people. */
    static final String OFFERED =
            "/api/queue/LABEL, /api/pull/LABEL/NUMBER, /api/history/LABEL, /api/health, /api/events";

    /** So many lines of a repository's history are told. */
    private static final int HISTORY_LIMIT = 500;

    private final QueueReader reader;
    private final Clock clock;
    private final QueueJson json;
    private final LiveUpdates live;
    private final Runnable storeCheck;

    Api(QueueReader reader, Clock clock, Links links, LiveUpdates live, Runnable storeCheck) {
        this.reader = reader;
        this.clock = clock;
        this.json = new QueueJson(links);
        this.live = live;
        this.storeCheck = storeCheck;
    }

    /** Whether an address has the form of one that is answered. @param rest of the path after {@code api} */
    static boolean isThere(List<String> rest) {
        return switch (rest.isEmpty() ? "" : rest.get(0)) {
            case "queue", "history" -> rest.size() >= 2;
            case "pull" -> rest.size() >= 3;
            case "health", "events" -> rest.size() == 1;
            default -> false;
        };
    }

    /** @param rest of the path after {@code api} */
    HttpResponse handle(HttpRequest request, Target target, List<String> rest) {
        if (!isThere(rest)) {
            return HttpResponse.error(404, "There is nothing at this address. Offered are " + OFFERED + ".");
        }
        return switch (rest.get(0)) {
            case "queue" -> queue(request, String.join("/", rest.subList(1, rest.size())));
            case "pull" -> pull(request, rest);
            case "history" -> history(request, String.join("/", rest.subList(1, rest.size())));
            case "health" -> health();
            default -> events(target);
        };
    }

    private HttpResponse queue(HttpRequest request, String spec) {
        Selection selection = Selection.of(spec, reader);
        if (!selection.isKnown()) {
            return HttpResponse.error(404, Pages.unknownText(selection, reader));
        }
        String tag = Revision.tag(reader, selection.labels(), "api/queue");
        if (Revision.isKnown(request, tag)) {
            return tagged(HttpResponse.empty(304), tag);
        }
        return tagged(HttpResponse.of(200, HttpResponse.JSON, json.queues(selection.queues(reader, clock.now()))), tag);
    }

    private HttpResponse pull(HttpRequest request, List<String> rest) {
        String last = rest.get(rest.size() - 1);
        return last.matches("[1-9][0-9]{0,8}")
                ? pull(request, String.join("/", rest.subList(1, rest.size() - 1)), Integer.parseInt(last))
                : HttpResponse.error(404, "The address ends with the number of a pull request.");
    }

    private HttpResponse pull(HttpRequest request, String label, int number) {
        Optional<RepositorySettings> settings = reader.settings(label);
        if (settings.isEmpty()) {
            return HttpResponse.error(404, Pages.unknownText(Selection.of(label, reader), reader));
        }
        String tag = Revision.tag(reader, List.of(label), "api/pull", number);
        if (Revision.isKnown(request, tag)) {
            return tagged(HttpResponse.empty(304), tag);
        }
        Instant now = clock.now();
        Optional<RepositoryState> state = reader.state(label);
        Optional<QueueView.Row> row = state.flatMap(it -> it.pull(number))
                .map(pull -> QueueView.row(pull, state.orElseThrow(), settings.get(), now));
        var attempts = reader.attempts(label, number, ResultsPage.LIMIT);
        var history = reader.history(label, Optional.of(number), ResultsPage.LIMIT);
        if (row.isEmpty() && attempts.isEmpty() && history.isEmpty()) {
            return HttpResponse.error(404, "Nothing is known of pull request #" + number + " of " + label + ".");
        }
        return tagged(
                HttpResponse.of(200, HttpResponse.JSON, json.pull(settings.get(), number, row, attempts, history)),
                tag);
    }

    private HttpResponse history(HttpRequest request, String label) {
        Optional<RepositorySettings> settings = reader.settings(label);
        if (settings.isEmpty()) {
            return HttpResponse.error(404, Pages.unknownText(Selection.of(label, reader), reader));
        }
        String tag = Revision.tag(reader, List.of(label), "api/history");
        if (Revision.isKnown(request, tag)) {
            return tagged(HttpResponse.empty(304), tag);
        }
        byte[] body = QueueJson.history(settings.get(), reader.history(label, Optional.empty(), HISTORY_LIMIT));
        return tagged(HttpResponse.of(200, HttpResponse.JSON, body), tag);
    }

    private HttpResponse health() {
        Optional<String> storeTrouble = Optional.empty();
        List<Health> health = List.of();
        try {
            health = reader.health();
            storeCheck.run();
        } catch (StoreException e) {
            storeTrouble = Optional.of(String.valueOf(e.getMessage()));
        }
        byte[] body = QueueJson.health(health, storeTrouble);
        HttpResponse response = HttpResponse.of(storeTrouble.isEmpty() ? 200 : 503, HttpResponse.JSON, body);
        return storeTrouble.isEmpty() ? response : response.with("Retry-After", "5");
    }

    private HttpResponse events(Target target) {
        Selection selection = Selection.of(target.parameter("queue").orElse(Selection.ALL), reader);
        return selection.isKnown()
                ? live.open(selection)
                : HttpResponse.error(404, Pages.unknownText(selection, reader));
    }

    private static HttpResponse tagged(HttpResponse response, String tag) {
        return response.with("ETag", tag).with("Cache-Control", "no-cache");
    }
}
