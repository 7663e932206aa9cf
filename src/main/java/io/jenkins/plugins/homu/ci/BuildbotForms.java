package io.jenkins.plugins.homu.ci;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.homu.ci.BuildbotSession.Door;
import io.jenkins.plugins.homu.ci.ServiceHttp.Answer;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.port.GatewayException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okhttp3.FormBody;
import okhttp3.HttpUrl;

/**
 * Buildbot 0.8: the forms of its pages, and its JSON. A build that waits can't be told apart there by its commit, so only
 * those that run are stopped.
 */
final class BuildbotForms implements BuildbotApi {
    private static final int MOST_BUILDS = 30;

    private final BuildbotSession session;

    BuildbotForms(BuildbotSession session) {
        this.session = session;
    }

    @Override
    public Optional<BuildbotBuild> newest(String builder, CommitSha commit) throws GatewayException {
        return latest(builder).stream()
                .filter(build -> build.commits().contains(commit))
                .findFirst();
    }

    /** Newest first. */
    private List<BuildbotBuild> latest(String builder) throws GatewayException {
        HttpUrl.Builder url = session.address("json", "builders", builder, "builds");
        for (int back = 1; back <= MOST_BUILDS; back++) {
            url.addQueryParameter("select", "-" + back);
        }
        JsonNode answer = json(url.build(), builder);
        List<BuildbotBuild> builds = new ArrayList<>();
        for (int back = 1; back <= MOST_BUILDS; back++) {
            JsonNode build = answer.path("-" + back);
            boolean finished = build.path("times").path(1).isNumber();
            BuildbotReader.legacy(build, finished).ifPresent(builds::add);
        }
        return builds;
    }

    @Override
    public boolean isAsked(String builder, CommitSha commit) throws GatewayException {
        JsonNode pending = json(
                session.address("json", "builders", builder, "pendingBuilds").build(), builder);
        for (JsonNode request : pending) {
            if (request.path("source").path("revision").asText("").equalsIgnoreCase(commit.value())) {
                return true;
            }
        }
        return false;
    }

    private JsonNode json(HttpUrl url, String builder) throws GatewayException {
        Answer answer = session.get(Door.FORM, url);
        if (answer.status() == 404) {
            throw GatewayException.permanent(
                    404,
                    session.name() + " has no builder called " + Words.line(builder)
                            + ". Correct the name in our configuration, or in Buildbot's");
        }
        if (!answer.isFine()) {
            throw answer.failure("Let everybody read there, or put a username and a password into our configuration");
        }
        return answer.json(BuildbotReader.LEFT);
    }

    @Override
    public void rebuild(String place) throws GatewayException {
        submit(
                "rebuild a build",
                place,
                "rebuild",
                new FormBody.Builder()
                        .add("useSourcestamp", "exact")
                        .add("comments", "Initiated by Homu")
                        .build());
    }

    @Override
    public void stop(String builder, CommitSha commit, String reason) throws GatewayException {
        for (BuildbotBuild build : latest(builder)) {
            if (build.outcome() == BuildbotBuild.Outcome.RUNNING
                    && build.commits().contains(commit)) {
                submit(
                        "stop a build",
                        build.place().orElseThrow(),
                        "stop",
                        new FormBody.Builder().add("comments", reason).build());
            }
        }
    }

    private void submit(String what, String place, String action, FormBody form) throws GatewayException {
        HttpUrl url = session.address()
                .addEncodedPathSegments(place.substring(1) + "/" + action)
                .build();
        Answer answer = session.post(url, form);
        String page = new String(answer.body(), StandardCharsets.UTF_8);
        if (BuildbotSession.isForbidden(answer) || page.contains("authzfail") || page.contains("authfail")) {
            throw GatewayException.permanent(
                    answer.status(),
                    session.name() + " does not let us " + what + ". "
                            + (session.hasLogin()
                                    ? "Give our account there the right to"
                                    : "Put a username and a password that may into our configuration"));
        }
        if (answer.status() >= 400) {
            throw answer.failure("It may have forgotten the build");
        }
    }
}
