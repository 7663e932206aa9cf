package io.jenkins.plugins.homu.github;

import io.jenkins.plugins.homu.port.GatewayException;

/** The login of the account that our credentials belong to; asked for once. */
final class AccountLogin {
    private final ApiHttp http;
    private final boolean isApp;
    private volatile String login;

    AccountLogin(ApiHttp http, boolean isApp) {
        this.http = http;
        this.isApp = isApp;
    }

    String login() throws GatewayException {
        String known = login;
        if (known == null) {
            known = isApp
                    ? http.send(ApiCall.account("GET", "app", "app"))
                            .read(json -> Fields.of(json, "the answer").text("slug") + "[bot]")
                    : http.send(ApiCall.account("GET", "user", "user"))
                            .read(json -> Fields.of(json, "the answer").text("login"));
            login = known;
        }
        return known;
    }
}
