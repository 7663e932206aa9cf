package io.jenkins.plugins.homu.ci;

import io.jenkins.plugins.homu.ci.ServiceHttp.Answer;
import io.jenkins.plugins.homu.port.GatewayException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import okhttp3.Credentials;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;

/**
 * Talks to one Buildbot: logs in when it is asked to, keeps the cookie, and does so again when that has expired. Safe for
 * use by many threads.
 */
final class BuildbotSession {
    private static final MediaType JSON = MediaType.get("application/json");

    /** How to log in. */
    enum Door {
        /** 0.9 and later. */
        BASIC,
        /** 0.8. */
        FORM
    }

    private final ServiceHttp http;
    private final HttpUrl root;
    private final Optional<ServiceLogin> login;
    private volatile String cookie = "";

    BuildbotSession(ServiceHttp http, URI url, Optional<ServiceLogin> login) {
        this.http = http;
        this.root = HttpUrl.get(url.toString());
        this.login = login;
    }

    boolean hasLogin() {
        return login.isPresent();
    }

    /** Names this Buildbot in messages. */
    String name() {
        return "Buildbot " + root;
    }

    HttpUrl.Builder address(String... segments) {
        HttpUrl.Builder builder = root.newBuilder();
        for (String segment : segments) {
            builder.addPathSegment(segment);
        }
        return builder;
    }

    Answer get(HttpUrl url) throws GatewayException {
        return http.send(name(), request(url).build());
    }

    /** The same, as somebody. */
    Answer get(Door door, HttpUrl url) throws GatewayException {
        return asSomebody(door, request(url).build());
    }

    Answer post(HttpUrl url, String json) throws GatewayException {
        // Buildbot takes no charset in the type.
        return asSomebody(
                Door.BASIC,
                request(url)
                        .post(RequestBody.create(json.getBytes(StandardCharsets.UTF_8), JSON))
                        .build());
    }

    Answer post(HttpUrl url, FormBody form) throws GatewayException {
        return asSomebody(Door.FORM, request(url).post(form).build());
    }

    private static Request.Builder request(HttpUrl url) {
        return new Request.Builder().url(url).header("Accept", "application/json");
    }

    private Answer asSomebody(Door door, Request request) throws GatewayException {
        String shown = cookie;
        Answer answer = http.send(name(), with(shown, request));
        if (login.isEmpty() || !isForbidden(answer)) {
            return answer;
        }
        return http.send(name(), with(logIn(door, shown), request));
    }

    private static Request with(String cookie, Request request) {
        return cookie.isEmpty()
                ? request
                : request.newBuilder().header("Cookie", cookie).build();
    }

    /** Whether it was not allowed; 0.8 says so by sending the browser to a page about it. */
    static boolean isForbidden(Answer answer) {
        String location = Optional.ofNullable(answer.headers().get("Location")).orElse("");
        return answer.status() == 401
                || answer.status() == 403
                || (answer.status() >= 300
                        && answer.status() < 400
                        && (location.contains("authfail") || location.contains("authzfail")));
    }

    /** @param expired the cookie that did not do */
    private synchronized String logIn(Door door, String expired) throws GatewayException {
        if (!cookie.equals(expired)) {
            // Somebody else has just done it.
            return cookie;
        }
        ServiceLogin account = login.orElseThrow();
        Answer answer = door == Door.BASIC ? basic(account) : form(account);
        List<String> cookies = answer.cookies();
        if (answer.status() >= 500) {
            throw answer.failure("");
        }
        if (answer.status() >= 400 || isForbidden(answer) || cookies.isEmpty()) {
            throw GatewayException.permanent(
                    answer.status(),
                    name() + " does not let " + Words.line(account.user())
                            + " log in. Check the user name and the password in our configuration");
        }
        // Of 0.9 and later the first is that of nobody, and the last ours.
        cookie = cookies.get(cookies.size() - 1);
        return cookie;
    }

    private Answer basic(ServiceLogin account) throws GatewayException {
        return http.send(
                name(),
                request(address("auth", "login").build())
                        .header(
                                "Authorization",
                                Credentials.basic(account.user(), account.password(), StandardCharsets.UTF_8))
                        .build());
    }

    private Answer form(ServiceLogin account) throws GatewayException {
        return http.send(
                name(),
                request(address("login").build())
                        .post(new FormBody.Builder()
                                .add("username", account.user())
                                .add("passwd", account.password())
                                .build())
                        .build());
    }
}
