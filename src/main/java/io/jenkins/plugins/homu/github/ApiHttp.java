package io.jenkins.plugins.homu.github;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.port.Clock;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.Metrics;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import okhttp3.HttpUrl;

/**
 * The one place that requests go through: credentials, rate limits, pacing, ETags, retries, counting. What may have
 * taken effect is never sent twice from here.
 */
final class ApiHttp {
    private static final System.Logger LOG = System.getLogger(ApiHttp.class.getName());
    /** Stands for an answer that is larger than we take. */
    static final int TOO_LARGE = 413;

    /** What GitHub says in place of 401 after many of these, however right the credentials are by then. */
    private static final String TOO_MANY_LOGINS = "Maximum number of login attempts exceeded";

    private static final int TRIES = 3;
    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(300);
    /** Shorter waits are waited for; longer ones are the caller's to schedule. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private static final Duration SLOT_WAIT = Duration.ofSeconds(20);
    private static final int CACHE_BYTES = 16 * 1024 * 1024;
    private static final int MOST_PAGES = 1000;

    /** What all requests of one account share, whoever's token they carry. */
    static final class Shared implements AutoCloseable {
        final Transport transport;
        final RateLimits limits;
        final ContentPacer pacer;
        final EtagCache etags = new EtagCache(CACHE_BYTES);
        final Metrics metrics;
        final Pause pause;
        final RepositoryNames names;
        /** GitHub wants changes made one after the other, more or less, and allows 100 requests at once. */
        final Semaphore writes = new Semaphore(6, true);

        final Semaphore reads = new Semaphore(24, true);

        Shared(GitHubSettings settings, Clock clock, Metrics metrics, Pause pause) {
            this.transport = new Transport(settings);
            this.limits = new RateLimits(clock);
            this.pacer = new ContentPacer(settings.contentPerMinute(), settings.contentPerHour(), clock);
            this.metrics = metrics;
            this.pause = pause;
            this.names = new RepositoryNames(clock);
        }

        @Override
        public void close() {
            transport.close();
        }
    }

    private final Shared shared;
    private final Tokens tokens;

    ApiHttp(Shared shared, Tokens tokens) {
        this.shared = shared;
        this.tokens = tokens;
    }

    /**
     * Makes a request.
     *
     * @return an answer with a status below 500 that means something to the caller
     * @throws GatewayException when there is none, a rate limit holds, or the credentials are refused
     */
    ApiResponse send(ApiCall asked) throws GatewayException {
        ApiCall call =
                asked.repository().map(shared.names::current).map(asked::under).orElse(asked);
        HttpUrl url = shared.transport.urlOf(call);
        String place = call.method() + " " + url.encodedPath();
        boolean renewed = false;
        for (int attempt = 1; ; attempt++) {
            Tokens.Bearer bearer = tokens.bearerFor(call);
            obeyLimits(call, place, bearer);
            Transport.Answer answer;
            try {
                answer = exchange(call, url, place, bearer);
            } catch (Transport.Failure e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw interrupted(place, e);
                }
                if (attempt < TRIES && !e.tooLarge() && (call.safe() || !e.sent())) {
                    backOff(attempt, place);
                    continue;
                }
                throw noAnswer(call, place, e);
            }
            if (answer.status() == 401 && !renewed && tokens.refused(call, bearer)) {
                renewed = true;
                continue;
            }
            Optional<Duration> told = shared.limits.retryAfter(answer.headers()::get);
            boolean soon = told.isEmpty() || told.get().compareTo(LONGEST_WAIT) <= 0;
            if (answer.status() >= 500 && call.safe() && soon && attempt < TRIES) {
                backOff(attempt, place);
                continue;
            }
            ApiResponse response = judge(call, place, bearer, answer, told);
            if (call.isByName() && call.repository().isPresent()) {
                learnName(call.repository().get(), call.equals(asked), response);
            }
            return response;
        }
    }

    /** @param asOurs whether it was asked for by the name of the configuration */
    private void learnName(RepositoryId repository, boolean asOurs, ApiResponse response) {
        Optional<Long> number = shared.transport.repositoryNumber(response.url());
        if (number.isEmpty()) {
            if (asOurs && response.status() / 100 == 2) {
                shared.names.answered(repository);
            }
            return;
        }
        // A redirect tells the number only.
        try {
            RepositoryId name = send(ApiCall.byNumber(repository, number.get()))
                    .read(json -> Fields.of(json, "the answer").repository("full_name"));
            shared.names.seen(repository, number.get(), name);
        } catch (GatewayException e) {
            // The next redirect is another chance.
            LOG.log(
                    Level.DEBUG,
                    LogLine.of("repository_name_unknown")
                            .with("configured", repository)
                            .with("why", e.getMessage())
                            .toString());
        }
    }

    private void obeyLimits(ApiCall call, String place, Tokens.Bearer bearer) throws GatewayException {
        Optional<Duration> limit = shared.limits.remaining(bearer.key(), resourceOf(call));
        if (limit.isPresent()) {
            throw GatewayException.transientTrouble(
                    0,
                    place + ": not asked, GitHub's rate limit holds for "
                            + limit.get().toSeconds() + " s yet",
                    limit,
                    null);
        }
        if (!call.content()) {
            return;
        }
        while (true) {
            Duration wait = shared.pacer.take(bearer.key());
            if (wait.isZero()) {
                return;
            }
            if (wait.compareTo(LONGEST_WAIT) > 0) {
                throw GatewayException.transientTrouble(
                        0,
                        place + ": not sent yet, we keep below GitHub's limits for comments and statuses",
                        Optional.of(wait),
                        null);
            }
            pause(wait, place);
        }
    }

    private Transport.Answer exchange(ApiCall call, HttpUrl url, String place, Tokens.Bearer bearer)
            throws Transport.Failure, GatewayException {
        boolean cached = call.method().equals("GET");
        String cacheKey = bearer.key() + ' ' + url;
        Optional<EtagCache.Entry> known = cached ? shared.etags.find(cacheKey) : Optional.empty();
        Semaphore slots = call.safe() ? shared.reads : shared.writes;
        takeSlot(slots, place);
        long start = System.nanoTime();
        int status = 0;
        try {
            Transport.Answer answer = shared.transport.exchange(
                    call, url, bearer, known.map(EtagCache.Entry::etag).orElse(null));
            status = answer.status();
            if (status == 304 && known.isPresent()) {
                okhttp3.Headers.Builder headers = answer.headers().newBuilder();
                if (known.get().link() != null) {
                    headers.set("Link", known.get().link());
                }
                return new Transport.Answer(
                        answer.url(), 200, headers.build(), known.get().body());
            }
            String etag = answer.headers().get("ETag");
            if (cached && status == 200 && etag != null) {
                shared.etags.keep(
                        cacheKey,
                        new EtagCache.Entry(
                                etag, answer.body(), answer.headers().get("Link")));
            }
            return answer;
        } finally {
            slots.release();
            shared.metrics.request(call.kind(), status, Duration.ofNanos(System.nanoTime() - start));
        }
    }

    private ApiResponse judge(
            ApiCall call, String place, Tokens.Bearer bearer, Transport.Answer answer, Optional<Duration> told)
            throws GatewayException {
        Function<String, String> header = answer.headers()::get;
        String resource = resourceOf(call);
        String left = header.apply("x-ratelimit-remaining");
        if (left != null && left.matches("[0-9]{1,9}")) {
            shared.metrics.rateLimit(resource, Long.parseLong(left));
        }
        int status = answer.status();
        String message =
                status < 400 ? "" : ApiResponse.messageOf(answer.body()).orElse("");
        Optional<Duration> limit = shared.limits.observe(bearer.key(), resource, status, header, message);
        if (limit.isPresent()) {
            throw GatewayException.transientTrouble(
                    status, place + ": " + status + " GitHub's rate limit. " + message, limit, null);
        }
        if (status == 407) {
            // Not GitHub's word: nothing was done, and what waits goes on when the proxy is told who we are.
            throw GatewayException.transientTrouble(
                    status,
                    place + ": 407 the proxy refuses us. Check its user and password in the configuration",
                    told,
                    null);
        }
        if (status == 401 || (status == 403 && message.startsWith(TOO_MANY_LOGINS))) {
            // Nothing was done, and it is nobody's pull request that is wrong: what waits goes on with a token that is
            // valid.
            throw GatewayException.transientTrouble(
                    status,
                    place + ": " + status + " GitHub refuses the credentials: " + tokens.hint() + ". " + message,
                    told,
                    null);
        }
        if (status >= 500 || status == 408) {
            throw GatewayException.transientTrouble(status, place + ": " + status + " " + message, told, null);
        }
        if (status / 100 == 3) {
            throw GatewayException.permanent(
                    status, place + ": " + status + ", a redirect that leads nowhere. Check api_url");
        }
        ApiResponse response = new ApiResponse(
                place, answer.url(), status, answer.body(), answer.headers().get("Link"));
        if (call.isGraphQl() && status == 200) {
            checkGraphQlLimit(response, bearer, resource, header);
        }
        return response;
    }

    private void checkGraphQlLimit(
            ApiResponse response, Tokens.Bearer bearer, String resource, Function<String, String> header)
            throws GatewayException {
        JsonNode errors = response.json().path("errors");
        for (JsonNode error : errors) {
            String type = error.path("type").asText();
            if (type.equals("RATE_LIMITED") || type.equals("RATE_LIMIT")) {
                Duration wait = shared.limits.exhausted(bearer.key(), resource, header);
                throw GatewayException.transientTrouble(
                        200,
                        response.place() + ": GitHub's rate limit. " + response.message(),
                        Optional.of(wait),
                        null);
            }
        }
    }

    /**
     * Makes a request and those for the pages that follow.
     *
     * @return the elements of all pages; those pages are arrays, or objects with an array in a field
     * @param field empty: the pages are arrays themselves
     */
    List<Fields> pages(ApiCall first, String field) throws GatewayException {
        List<Fields> elements = new ArrayList<>();
        Set<HttpUrl> seen = new HashSet<>();
        ApiCall call = first;
        while (true) {
            ApiResponse response = send(call);
            elements.addAll(response.read(json -> field.isEmpty()
                    ? Fields.elements(json, "the answer")
                    : Fields.of(json, "the answer").list(field)));
            Optional<HttpUrl> next = response.nextPage();
            if (next.isEmpty()) {
                return elements;
            }
            if (!shared.transport.isOurs(next.get()) || !seen.add(next.get()) || seen.size() >= MOST_PAGES) {
                throw GatewayException.permanent(
                        response.status(), response.place() + ": the pages lead in a circle or to another host");
            }
            call = first.at(next.get());
        }
    }

    private static String resourceOf(ApiCall call) {
        return call.isGraphQl() ? "graphql" : "core";
    }

    private static void takeSlot(Semaphore slots, String place) throws GatewayException {
        try {
            if (!slots.tryAcquire(SLOT_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw GatewayException.transientTrouble(
                        0, place + ": not sent, too many requests are under way", Optional.of(LONGEST_WAIT), null);
            }
        } catch (InterruptedException e) {
            throw interrupted(place, e);
        }
    }

    private void backOff(int attempt, String place) throws GatewayException {
        long base = FIRST_BACK_OFF.toMillis() << (attempt - 1);
        pause(Duration.ofMillis(base + ThreadLocalRandom.current().nextLong(base)), place);
    }

    private void pause(Duration time, String place) throws GatewayException {
        try {
            shared.pause.pass(time);
        } catch (InterruptedException e) {
            throw interrupted(place, e);
        }
    }

    private static GatewayException interrupted(String place, Exception cause) {
        Thread.currentThread().interrupt();
        return GatewayException.transientTrouble(0, place + ": interrupted", Optional.empty(), cause);
    }

    private static GatewayException noAnswer(ApiCall call, String place, Transport.Failure failure) {
        String doubt = call.safe() || !failure.sent() ? "" : ". It may have taken effect all the same";
        return GatewayException.transientTrouble(
                failure.tooLarge() ? TOO_LARGE : 0,
                place + ": no answer: " + failure.reason() + doubt,
                Optional.empty(),
                failure.getCause());
    }
}
