package io.jenkins.plugins.homu.simulator.web;

import io.jenkins.plugins.homu.simulator.GitHubSimulator;
import io.jenkins.plugins.homu.simulator.Permission;
import io.jenkins.plugins.homu.simulator.Refusal;
import io.jenkins.plugins.homu.simulator.SimApp;
import io.jenkins.plugins.homu.simulator.SimInstallation;
import io.jenkins.plugins.homu.simulator.json.AccountJson;
import io.jenkins.plugins.homu.simulator.json.Json;
import java.time.Duration;
import java.util.List;

/** What a GitHub App asks as itself, with its JWT. */
final class AppRoutes {

    private AppRoutes() {}

    static void add(Routes routes, GitHubSimulator github) {
        Authentication authentication = new Authentication(github);
        routes.get("/app", request -> ApiAnswer.ok(AccountJson.app(github, authentication.app(request))));
        routes.get("/app/installations", request -> {
            SimApp app = authentication.app(request);
            List<SimInstallation> mine = github.repositories().stream()
                    .flatMap(repository -> github.accounts().installationsFor(repository.owner()).stream())
                    .filter(installation -> installation.app().id() == app.id())
                    .distinct()
                    .toList();
            return request.page(mine, installation -> AccountJson.installation(github, installation));
        });
        routes.add("POST", "/app/installations/{installation_id}/access_tokens", Permission.NONE, request -> {
            SimApp app = authentication.app(request);
            SimInstallation installation = github.accounts()
                    .installation(request.number("installation_id"))
                    .filter(found -> found.app().id() == app.id())
                    .orElseThrow(Refusal::notFound);
            Duration validity = github.accounts().installationTokenValidity();
            String token = github.accounts().installationToken(installation, validity);
            return ApiAnswer.created(
                    AccountJson.token(token, Json.time(github.now().plus(validity))));
        });
        routes.add("GET", "/repos/{owner}/{repo}/installation", Permission.NONE, request -> {
            SimApp app = authentication.app(request);
            SimInstallation installation = github
                    .accounts()
                    .installationsFor(request.repository().owner())
                    .stream()
                    .filter(found -> found.app().id() == app.id())
                    .findFirst()
                    .orElseThrow(Refusal::notFound);
            return ApiAnswer.ok(AccountJson.installation(github, installation));
        });
    }
}
