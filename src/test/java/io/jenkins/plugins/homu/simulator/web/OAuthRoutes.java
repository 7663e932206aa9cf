package io.jenkins.plugins.homu.simulator.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.simulator.GitHubSimulator;
import io.jenkins.plugins.homu.simulator.OAuth;
import io.jenkins.plugins.homu.simulator.Permission;
import io.jenkins.plugins.homu.simulator.Refusal;
import io.jenkins.plugins.homu.simulator.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The web application flow of OAuth; the person in front of the browser is whom {@link OAuth#signIn} named. */
final class OAuthRoutes {

    private OAuthRoutes() {}

    static void add(Routes routes, GitHubSimulator github) {
        routes.add("GET", "/login/oauth/authorize", Permission.NONE, request -> authorize(github.oauth(), request));
        routes.add("POST", "/login/oauth/access_token", Permission.NONE, request -> token(github.oauth(), request));
    }

    private static ApiAnswer authorize(OAuth oauth, ApiRequest request) {
        OAuth.Application application =
                oauth.application(request.query("client_id", "")).orElseThrow(Refusal::notFound);
        String target = request.query("redirect_uri", application.callback());
        if (!target.startsWith(application.callback())) {
            return ApiAnswer.redirect(application.callback() + "?error=redirect_uri_mismatch&state=" + state(request));
        }
        String separator = target.contains("?") ? "&" : "?";
        String result = oauth.issueCode()
                .map(code -> "code=" + code)
                .orElse("error=access_denied&error_description=The+user+has+denied+your+application+access.");
        return ApiAnswer.redirect(target + separator + result + "&state=" + state(request));
    }

    private static String state(ApiRequest request) {
        return URLEncoder.encode(request.query("state", ""), StandardCharsets.UTF_8);
    }

    private static ApiAnswer token(OAuth oauth, ApiRequest request) {
        boolean known = oauth.application(request.field("client_id"))
                .filter(application -> application.secret().equals(request.field("client_secret")))
                .isPresent();
        if (!known) {
            return ApiAnswer.ok(
                    error("incorrect_client_credentials", "The client_id and/or client_secret passed are incorrect."));
        }
        Optional<String> token = oauth.redeem(request.field("code"));
        if (token.isEmpty()) {
            return ApiAnswer.ok(error("bad_verification_code", "The code passed is incorrect or expired."));
        }
        return ApiAnswer.ok(Json.object()
                .put("access_token", token.get())
                .put("scope", "public_repo")
                .put("token_type", "bearer"));
    }

    private static ObjectNode error(String code, String description) {
        return Json.object().put("error", code).put("error_description", description);
    }
}
