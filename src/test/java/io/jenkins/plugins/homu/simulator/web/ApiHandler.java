package io.jenkins.plugins.homu.simulator.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.jenkins.plugins.homu.simulator.GitHubSimulator;
import io.jenkins.plugins.homu.simulator.Permission;
import io.jenkins.plugins.homu.simulator.Refusal;
import io.jenkins.plugins.homu.simulator.SimRepository;
import io.jenkins.plugins.homu.simulator.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.QuietException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/** Takes a call through authentication, limits and faults to its route, and answers with GitHub's headers. */
final class ApiHandler extends Handler.Abstract {

    private static final byte[] NOTHING = new byte[0];

    private final GitHubSimulator github;
    private final Routes routes = new Routes();
    private final Faults faults = new Faults();
    private final RateLimits limits = new RateLimits();
    private final RequestLog log = new RequestLog();
    private final Authentication authentication;
    private final GitHttp git;
    private volatile Handler pages;

    ApiHandler(GitHubSimulator github) {
        this.github = github;
        this.authentication = new Authentication(github);
        this.git = new GitHttp(github, authentication);
        AccountRoutes.add(routes, github, limits);
        RepositoryRoutes.add(routes);
        PullRoutes.add(routes);
        IssueRoutes.add(routes);
        RefRoutes.add(routes, github);
        CommitRoutes.add(routes);
        CheckRoutes.add(routes);
        HookRoutes.add(routes, github);
        KeyRoutes.add(routes);
        AppRoutes.add(routes, github);
        OAuthRoutes.add(routes, github);
        GraphQlRoutes.add(routes, github, limits);
    }

    void pages(Handler handler) {
        if (handler != null) {
            handler.setServer(getServer());
            try {
                handler.start();
            } catch (Exception e) {
                throw new IllegalStateException("cannot start the pages", e);
            }
        }
        pages = handler;
    }

    Faults faults() {
        return faults;
    }

    RateLimits rateLimits() {
        return limits;
    }

    RequestLog requests() {
        return log;
    }

    /** One exchange on its way. */
    private record Exchange(
            Request request, Response response, Callback callback, ApiRequest api, Fault fault, long start) {
        Exchange with(Fault newFault) {
            return new Exchange(request, response, callback, api, newFault, start);
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        long start = System.nanoTime();
        String path = canonical(request.getHttpURI().getPath());
        if (git.owns(path)) {
            return git.handle(request, response, callback);
        }
        Optional<Routes.Match> match = routes.find(request.getMethod(), path);
        Handler others = pages;
        if (match.isEmpty() && others != null && !routes.owns(path)) {
            return others.handle(request, response, callback);
        }
        ApiRequest api = read(request, match.orElseGet(() -> new Routes.Match(unknown(request.getMethod()), Map.of())));
        api.caller(authentication.peek(api).orElse(null));
        decide(new Exchange(request, response, callback, api, null, start));
        return true;
    }

    private void decide(Exchange undecided) {
        Faults.Decision decision = faults.decide(undecided.api());
        Exchange exchange = undecided.with(decision.fault());
        if (exchange.fault() != null && exchange.fault().kind() == Fault.Kind.HOLD) {
            Runnable goOn = () -> getServer().getThreadPool().execute(() -> decide(undecided));
            if (!faults.hold(exchange.fault(), goOn)) {
                goOn.run();
            }
        } else if (decision.delayNanos() > 0) {
            github.later(decision.delayNanos(), TimeUnit.NANOSECONDS, () -> getServer()
                    .getThreadPool()
                    .execute(() -> run(exchange)));
        } else {
            run(exchange);
        }
    }

    /** Routes know repositories by name; GitHub's own links name them by number. */
    private String canonical(String path) {
        if (path.startsWith("/repositories/")) {
            String[] segments = path.split("/", 4);
            try {
                return github.find(Long.parseLong(segments[2]))
                        .map(found -> "/repos/" + found.fullName() + (segments.length > 3 ? "/" + segments[3] : ""))
                        .orElse(path);
            } catch (NumberFormatException e) {
                return path;
            }
        }
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static Route unknown(String method) {
        return new Route(method, "/unknown", Permission.NONE, request -> {
            throw Refusal.notFound();
        });
    }

    private ApiRequest read(Request request, Routes.Match match) throws IOException {
        Map<String, String> query = new LinkedHashMap<>();
        for (Fields.Field field : Request.extractQueryParameters(request)) {
            query.put(field.getName(), field.getValue());
        }
        Map<String, String> headers = new LinkedHashMap<>();
        for (HttpField field : request.getHeaders()) {
            headers.put(field.getName().toLowerCase(Locale.ROOT), field.getValue());
        }
        byte[] body = request.getLength() == 0
                ? NOTHING
                : Content.Source.asInputStream(request).readAllBytes();
        ApiRequest api = new ApiRequest(github, match.route(), match.params(), query, headers, body);
        if (match.route().name().equals("POST /graphql")) {
            api.detail(GraphQlRoutes.operation(body));
        }
        return api;
    }

    private void run(Exchange exchange) {
        try {
            Fault fault = exchange.fault();
            if (fault != null && !fault.isAfterEffect()) {
                fail(exchange, fault);
                return;
            }
            ApiAnswer answer = answer(exchange.api());
            if (fault != null) {
                fail(exchange, fault);
            } else {
                send(exchange, answer, true);
            }
        } catch (RuntimeException e) {
            System.getLogger(ApiHandler.class.getName())
                    .log(
                            System.Logger.Level.ERROR,
                            "event=simulator_failed route=\"" + exchange.api().name() + "\"",
                            e);
            send(exchange, ApiAnswer.error(500, "Server Error (in the simulator): " + e), true);
        }
    }

    private ApiAnswer answer(ApiRequest request) {
        try {
            request.caller(authentication.caller(request));
            Optional<ApiAnswer> limited = limited(request);
            if (limited.isPresent()) {
                return limited.get();
            }
            Route route = request.route();
            if (!route.isAboutRepository()) {
                return route.answer(request);
            }
            return aboutRepository(request, route);
        } catch (Refusal refusal) {
            return ApiAnswer.error(refusal);
        }
    }

    private ApiAnswer aboutRepository(ApiRequest request, Route route) {
        String owner = request.param("owner");
        String name = request.param("repo");
        Optional<SimRepository> found = github.find(owner, name);
        if (found.isEmpty()) {
            SimRepository now = github.formerly(owner, name).orElseThrow(Refusal::notFound);
            String url = github.apiUrl() + "/repositories/" + now.id();
            int status = route.method().equals("GET") ? 301 : 307;
            return ApiAnswer.of(
                            status,
                            Json.object()
                                    .put("message", "Moved Permanently")
                                    .put("url", url)
                                    .put("documentation_url", ApiAnswer.DOCUMENTATION))
                    .header("Location", url + rest(request, owner, name));
        }
        SimRepository repository = found.get();
        request.repository(repository);
        Permission permission = request.permission(repository);
        if (!permission.includes(Permission.READ) && route.needed() != Permission.NONE) {
            throw Refusal.notFound();
        }
        if (!route.method().equals("GET") && request.caller() == null) {
            throw new Refusal(401, "Requires authentication");
        }
        if (!permission.includes(route.needed())) {
            // whoever may read learns no more than that it is not his to write
            throw request.isApp() ? new Refusal(403, "Resource not accessible by integration") : Refusal.notFound();
        }
        return repository.locked(() -> {
            repository.notePushes();
            return route.answer(request);
        });
    }

    private static String rest(ApiRequest request, String owner, String name) {
        String path = request.route().path(request.params());
        return path.substring(("/repos/" + owner + "/" + name).length());
    }

    private Optional<ApiAnswer> limited(ApiRequest request) {
        if (request.route().name().equals("GET /rate_limit")) {
            return Optional.empty();
        }
        RateLimits.Status status = limits.status(request.caller(), resource(request));
        if (status.remaining() == 0 && !resource(request).equals("graphql")) {
            return Optional.of(ApiAnswer.error(
                    403,
                    request.caller() == null
                            ? "API rate limit exceeded for 127.0.0.1. (But here's the good news: Authenticated requests"
                                    + " get a higher rate limit. Check out the documentation for more details.)"
                            : "API rate limit exceeded for user ID "
                                    + request.user().id() + "."));
        }
        boolean creates = request.route().method().equals("POST")
                && request.route().name().matches(".*/(comments|statuses/\\{sha}|check-runs|pulls|labels)");
        return creates
                ? limits.createContent(request.caller())
                        .map(wait -> secondary(403).header("Retry-After", Long.toString(wait.toSeconds())))
                : Optional.empty();
    }

    private static String resource(ApiRequest request) {
        return request.route().name().equals("POST /graphql") ? "graphql" : "core";
    }

    private static ApiAnswer secondary(int status) {
        return ApiAnswer.error(
                status, "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.");
    }

    private void fail(Exchange exchange, Fault fault) {
        switch (fault.kind()) {
            case STATUS -> send(exchange, ApiAnswer.error(fault.status(), "Server Error"), false);
            case PRIMARY_LIMIT -> {
                String login = exchange.api().user() == null
                        ? ""
                        : exchange.api().user().login();
                send(
                        exchange,
                        ApiAnswer.error(fault.status(), "API rate limit exceeded for user " + login + ".")
                                .header("x-ratelimit-remaining", "0")
                                .header(
                                        "x-ratelimit-reset",
                                        Long.toString(Instant.now()
                                                .plus(fault.time())
                                                .plusMillis(999)
                                                .getEpochSecond())),
                        false);
            }
            case SECONDARY_LIMIT -> {
                ApiAnswer answer = secondary(fault.status());
                if (fault.time() != null) {
                    answer.header(
                            "Retry-After",
                            Long.toString(Math.max(1, fault.time().toSeconds())));
                }
                send(exchange, answer, false);
            }
            default -> {
                note(exchange, 0);
                exchange.request()
                        .getConnectionMetaData()
                        .getConnection()
                        .getEndPoint()
                        .close();
                exchange.callback().failed(new QuietException.Exception("connection closed by a fault"));
            }
        }
    }

    private void send(Exchange exchange, ApiAnswer answer, boolean counted) {
        ApiRequest api = exchange.api();
        byte[] body = bytes(answer);
        int status = answer.status();
        Response response = exchange.response();
        if (status == 200 && api.route().method().equals("GET")) {
            String etag = "W/\"" + hash(body) + "\"";
            response.getHeaders().put(HttpHeader.ETAG, etag);
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "private, max-age=60, s-maxage=60");
            if (matches(api.header("If-None-Match"), etag)) {
                status = 304;
                body = NOTHING;
            }
        }
        // a conditional answer is free, an answer that a fault invented too
        boolean free = status == 304 || !counted || api.route().name().equals("GET /rate_limit");
        RateLimits.Status used = resource(api).equals("graphql") || free
                ? limits.status(api.caller(), resource(api))
                : limits.use(api.caller(), "core", 1);
        response.setStatus(status);
        if (body.length > 0) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json; charset=utf-8");
        }
        response.getHeaders().put("X-GitHub-Media-Type", "github.v3; format=json");
        response.getHeaders().put("X-GitHub-Request-Id", UUID.randomUUID().toString());
        response.getHeaders().put("x-ratelimit-limit", Integer.toString(used.limit()));
        response.getHeaders().put("x-ratelimit-remaining", Integer.toString(used.remaining()));
        response.getHeaders().put("x-ratelimit-used", Integer.toString(used.used()));
        response.getHeaders()
                .put("x-ratelimit-reset", Long.toString(used.reset().getEpochSecond()));
        response.getHeaders().put("x-ratelimit-resource", used.resource());
        answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        note(exchange, status);
        response.write(true, ByteBuffer.wrap(body), exchange.callback());
    }

    private static boolean matches(String ifNoneMatch, String etag) {
        return ifNoneMatch != null && (ifNoneMatch.contains(etag) || ifNoneMatch.contains(etag.substring(2)));
    }

    private void note(Exchange exchange, int status) {
        ApiRequest api = exchange.api();
        log.add(new RequestLog.Entry(
                Instant.now(),
                api.name(),
                exchange.request().getHttpURI().getPathQuery(),
                api.user() == null ? "" : api.user().login(),
                status,
                Duration.ofNanos(System.nanoTime() - exchange.start()),
                exchange.fault() == null ? "" : exchange.fault().toString()));
    }

    private static byte[] bytes(ApiAnswer answer) {
        if (answer.body() == null) {
            return NOTHING;
        }
        try {
            return Json.MAPPER.writeValueAsBytes(answer.body());
        } catch (JsonProcessingException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String hash(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
