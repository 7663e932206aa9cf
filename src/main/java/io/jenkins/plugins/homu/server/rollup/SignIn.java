package io.jenkins.plugins.homu.server.rollup;

import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.event.Event.RollupRequested;
import io.jenkins.plugins.homu.core.event.Event.SyncRequested;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import io.jenkins.plugins.homu.github.GitHubSettings;
import io.jenkins.plugins.homu.github.OAuthApp;
import io.jenkins.plugins.homu.http.FormFields;
import io.jenkins.plugins.homu.http.HttpRequest;
import io.jenkins.plugins.homu.http.HttpResponse;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.runtime.HomuRuntime;
import io.jenkins.plugins.homu.runtime.SignedInUser;
import io.jenkins.plugins.homu.server.rollup.SignedState.Wish;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * {@code POST /rollup} and {@code POST /synch} send a browser to GitHub to sign in; {@code GET /callback} and {@code GET
 * /rollup} are where it comes back to. A reviewer's wish is fulfilled by the bot itself; anybody else can have a rollup
 * made in a fork of their own, for which they are asked once more, as they have to allow us that.
 */
public final class SignIn implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(SignIn.class.getName());
    private static final String COOKIE = "homu_sign_in";
    private static final Duration TIME = Duration.ofMinutes(10);
    private static final int MOST_PULLS = 100;
    private static final int LARGEST_FORM = 64 * 1024;
    private static final int THREADS = 2;
    private static final int WAITING = 32;
    private static final int LONGEST_CODE = 200;

    private final OAuthApp app;
    private final SignedState states;
    private final String scope;
    private final boolean secure;
    private final Optional<String> ourAuthority;
    private final Supplier<HomuRuntime> runtime;
    private final SecureRandom random = new SecureRandom();
    private final ThreadPoolExecutor executor;

    /**
     * @param secret of the OAuth application
     * @param scope what we have to be allowed for a rollup in somebody's fork
     * @param baseUrl by which people reach us, if configured
     */
    public SignIn(OAuthApp app, String secret, String scope, Optional<String> baseUrl, Supplier<HomuRuntime> runtime) {
        this.app = app;
        this.states = new SignedState(secret);
        this.scope = scope;
        this.secure = baseUrl.filter(url -> url.toLowerCase(Locale.ROOT).startsWith("https:"))
                .isPresent();
        this.ourAuthority = baseUrl.map(SignIn::authority);
        this.runtime = runtime;
        this.executor = new ThreadPoolExecutor(
                THREADS, THREADS, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), task -> {
                    Thread thread = new Thread(task, "sign-in");
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
    }

    /** {@code /rollup} without a label. */
    public CompletableFuture<HttpResponse> rollup(HttpRequest request) {
        return request.method().equals("POST") ? begin(request, Wish.ROLLUP) : callback(request);
    }

    /** {@code /synch}. */
    public CompletableFuture<HttpResponse> synchronise(HttpRequest request) {
        return request.method().equals("POST") ? begin(request, Wish.SYNCHRONISE) : notAllowed("POST");
    }

    private static CompletableFuture<HttpResponse> notAllowed(String allowed) {
        return done(HttpResponse.error(405, "This address takes " + allowed + " only.")
                .with("Allow", allowed));
    }

    private static CompletableFuture<HttpResponse> done(HttpResponse response) {
        return CompletableFuture.completedFuture(response);
    }

    // ---- on the way to GitHub ------------------------------------------------------------------------------------

    private CompletableFuture<HttpResponse> begin(HttpRequest request, String what) {
        if (request.body().length > LARGEST_FORM) {
            return done(
                    message(request, 413, "Too large", "A form of at most " + LARGEST_FORM + " bytes is taken here."));
        }
        if (!isOurPage(request)) {
            return done(message(
                    request, 403, "Not from here", "This form was sent by a page of another site. Use the one here."));
        }
        FormFields form = new FormFields(new String(request.body(), StandardCharsets.UTF_8));
        String label = form.first("label").orElse("");
        if (runtime.get().reader().settings(label).isEmpty()) {
            return done(message(request, 404, "Not found", "There is no repository of that label."));
        }
        List<Integer> numbers = form.numbers("prs");
        if (numbers.size() > MOST_PULLS) {
            return done(message(
                    request,
                    422,
                    "Too many",
                    "A rollup takes " + MOST_PULLS + " pull requests at most. Choose fewer."));
        }
        String session = cookie(request).orElseGet(this::newSession);
        return done(toGitHub(new Wish(what, label, numbers), session, ""));
    }

    /** Browsers tell where a request comes from; what tells nothing is no browser, and has no cookies to be misused. */
    private boolean isOurPage(HttpRequest request) {
        Optional<String> site = request.header("Sec-Fetch-Site");
        if (site.isPresent()) {
            return site.get().equals("same-origin") || site.get().equals("none");
        }
        Optional<String> origin = request.header("Origin").map(SignIn::authority);
        // A proxy in front may have changed the host that the browser asked.
        return origin.isEmpty()
                || origin.equals(request.header("Host").map(host -> host.toLowerCase(Locale.ROOT)))
                || origin.equals(ourAuthority);
    }

    /** Host and port of an address; of the origin {@code null} it is none, and nobody's. */
    private static String authority(String address) {
        int slashes = address.indexOf("//");
        return slashes < 0
                ? ""
                : address.substring(slashes + 2).replaceFirst("/.*", "").toLowerCase(Locale.ROOT);
    }

    private HttpResponse toGitHub(Wish wish, String session, String wanted) {
        return seeOther(app.authorizeUrl(
                        states.sign(wish, session, Instant.now().plus(TIME)), wanted))
                .with(
                        "Set-Cookie",
                        COOKIE + "=" + session + "; Path=/; Max-Age=" + TIME.toSeconds() + "; HttpOnly; SameSite=Lax"
                                + (secure ? "; Secure" : ""));
    }

    private static HttpResponse seeOther(String address) {
        return HttpResponse.of(303, "text/plain; charset=utf-8", new byte[0]).with("Location", address);
    }

    private String newSession() {
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static Optional<String> cookie(HttpRequest request) {
        for (String pair : request.header("Cookie").orElse("").split(";", 100)) {
            String[] parts = pair.strip().split("=", 2);
            // Some clients put values in quotes.
            String value = parts.length == 2 ? parts[1].replace("\"", "") : "";
            if (parts[0].equals(COOKIE) && value.matches("[0-9a-f]{48}")) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    // ---- back from GitHub ----------------------------------------------------------------------------------------

    /** {@code /callback}, and the original's {@code /rollup}. */
    public CompletableFuture<HttpResponse> callback(HttpRequest request) {
        if (!request.method().equals("GET")) {
            return notAllowed("GET");
        }
        FormFields query = new FormFields(request.rawQuery());
        Optional<Wish> wish = cookie(request)
                .flatMap(session -> states.read(query.first("state").orElse(""), session, Instant.now()));
        if (wish.isEmpty()) {
            return done(message(
                    request,
                    400,
                    "Not signed in",
                    "This sign-in was not begun in this browser, or more than " + TIME.toMinutes()
                            + " minutes ago. Begin again on the page of the queue; it needs cookies."));
        }
        Optional<String> code = query.first("code").filter(text -> !text.isEmpty() && text.length() <= LONGEST_CODE);
        if (code.isEmpty()) {
            return done(message(
                    request,
                    403,
                    "Not signed in",
                    "GitHub says that you did not sign in, so nothing was done. Begin again if that was a mistake."));
        }
        try {
            return CompletableFuture.supplyAsync(() -> fulfil(request, wish.get(), code.get()), executor);
        } catch (RejectedExecutionException e) {
            return done(message(request, 503, "Too much at once", "Too many people sign in. Begin again in a minute.")
                    .with("Retry-After", "60"));
        }
    }

    private HttpResponse fulfil(HttpRequest request, Wish wish, String code) {
        Optional<RepositorySettings> settings = runtime.get().reader().settings(wish.label());
        if (settings.isEmpty()) {
            return message(request, 404, "Not found", "There is no repository of that label any more.");
        }
        try {
            GitHubSettings theirs = app.settingsFor(code);
            try (SignedInUser user = runtime.get().signedIn(theirs)) {
                return fulfil(request, wish, user, settings.get());
            }
        } catch (GatewayException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    LogLine.of("sign-in-failed")
                            .repository(wish.label())
                            .with("why", e.getMessage())
                            .toString());
            return e.status() == OAuthApp.BAD_CODE
                    ? message(
                            request,
                            400,
                            "Not signed in",
                            "GitHub does not take this sign-in: it was used before, or is too old. If nothing was done yet,"
                                    + " begin again on the page of the queue.")
                    : message(request, 502, "GitHub did not answer as it should", e.getMessage());
        }
    }

    private HttpResponse fulfil(HttpRequest request, Wish wish, SignedInUser user, RepositorySettings settings)
            throws GatewayException {
        String login = user.login();
        LOG.log(
                System.Logger.Level.INFO,
                LogLine.of("signed-in")
                        .repository(wish.label())
                        .with("login", login)
                        .with("for", wish.what())
                        .toString());
        if (user.mayApprove(settings)) {
            Event event = wish.what().equals(Wish.SYNCHRONISE)
                    ? new SyncRequested(login)
                    : new RollupRequested(wish.numbers(), login);
            return runtime.get().sink().submit(wish.label(), event)
                    ? seeOther("/queue/" + encode(wish.label()))
                    : message(request, 503, "Not yet", "The queue does not run yet. Begin again in a minute.");
        }
        if (wish.what().equals(Wish.SYNCHRONISE)) {
            return message(
                    request,
                    403,
                    "Not allowed",
                    login + " is no reviewer of " + wish.label()
                            + ", so the comparison with GitHub is not begun. It is made every few minutes anyway.");
        }
        if (wish.what().equals(Wish.ROLLUP)) {
            Optional<String> session = cookie(request);
            return toGitHub(new Wish(Wish.FORK_ROLLUP, wish.label(), wish.numbers()), session.orElseThrow(), scope);
        }
        SignedInUser.Outcome outcome = user.rollup(settings, wish.numbers());
        return outcome.address()
                .map(SignIn::seeOther)
                .orElseGet(() -> message(request, 422, "No rollup was made", outcome.words()));
    }

    private static String encode(String label) {
        return URLEncoder.encode(label, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpResponse message(HttpRequest request, int status, String heading, String text) {
        return runtime.get().message(request, status, heading, text);
    }

    /** Where the form of the page leads to beside here. */
    public static String origin(URI htmlUrl) {
        return htmlUrl.getScheme() + "://" + htmlUrl.getAuthority();
    }

    /** What runs is finished or given up. */
    @Override
    public void close() {
        executor.shutdownNow();
        app.close();
    }
}
