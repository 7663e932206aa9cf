package io.jenkins.plugins.homu.ci;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.homu.ci.BuildbotSession.Door;
import io.jenkins.plugins.homu.ci.ServiceHttp.Answer;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.port.GatewayException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import okhttp3.FormBody;
import okhttp3.HttpUrl;

/**
 * Buildbot 0.8: the forms of its pages, and its JSON. That JSON has no number for a build that waits, but those of the
 * changes that asked for it; so it is by the change that it is cancelled. One that no change asked for, but a person, stays.
 */
final class BuildbotForms implements BuildbotApi {
    private static final System.Logger LOG = System.getLogger(BuildbotForms.class.getName());
    private static final int MOST_BUILDS = 30;

    /** Fields of requests that are never needed, and may be long. */
    private static final Set<String> LEFT_OF_REQUESTS =
            Set.of("builds", "properties", "files", "comments", "patch_body");

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
        JsonNode answer = json(url.build(), builder, BuildbotReader.LEFT);
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
        for (JsonNode request : waiting(builder)) {
            if (isOf(request.path("source"), commit)) {
                return true;
            }
        }
        return false;
    }

    /** What is asked for and has not begun. */
    private JsonNode waiting(String builder) throws GatewayException {
        return json(
                session.address("json", "builders", builder, "pendingBuilds").build(), builder, LEFT_OF_REQUESTS);
    }

    /** @param source a source stamp, or a change */
    private static boolean isOf(JsonNode source, CommitSha commit) {
        return source.path("revision").asText("").equalsIgnoreCase(commit.value());
    }

    private JsonNode json(HttpUrl url, String builder, Set<String> left) throws GatewayException {
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
        return answer.json(left);
    }

    @Override
    public void rebuild(String place) throws GatewayException {
        submit(
                "rebuild a build",
                below(place, "rebuild"),
                new FormBody.Builder()
                        .add("useSourcestamp", "exact")
                        .add("comments", "Initiated by Homu")
                        .build());
    }

    @Override
    public void stop(String builder, CommitSha commit, String reason) throws GatewayException {
        try {
            cancel(builder, commit);
        } finally {
            // Last, for what began meanwhile; and also where the account may not cancel.
            interrupt(builder, commit, reason);
        }
    }

    private void interrupt(String builder, CommitSha commit, String reason) throws GatewayException {
        for (BuildbotBuild build : latest(builder)) {
            if (build.outcome() == BuildbotBuild.Outcome.RUNNING
                    && build.commits().contains(commit)) {
                submit(
                        "stop a build",
                        below(build.place().orElseThrow(), "stop"),
                        new FormBody.Builder().add("comments", reason).build());
            }
        }
    }

    private void cancel(String builder, CommitSha commit) throws GatewayException {
        Set<Long> ours = new LinkedHashSet<>();
        Set<Long> others = new HashSet<>();
        boolean isByHand = false;
        for (JsonNode request : waiting(builder)) {
            JsonNode source = request.path("source");
            Set<Long> changes = new LinkedHashSet<>();
            source.path("changes").forEach(change -> {
                if (isOf(change, commit)) {
                    Json.number(change, "number").ifPresent(changes::add);
                }
            });
            (isOf(source, commit) ? ours : others).addAll(changes);
            isByHand |= isOf(source, commit) && changes.isEmpty();
        }
        // Ours came together with a later one, which another attempt may want: that one is what is built.
        boolean isShared = ours.removeAll(others);
        if (isShared || isByHand) {
            LOG.log(
                    Level.INFO,
                    LogLine.of("waiting-build-not-cancelled")
                            .with("builder", builder)
                            .with("commit", commit.value())
                            .with(
                                    "why",
                                    isShared ? "a build of a later commit waits with it" : "no change asked for it")
                            .toString());
        }
        for (long change : ours) {
            submit(
                    "cancel a build that waits",
                    session.address("builders", builder, "stopchange").build(),
                    new FormBody.Builder().add("change", Long.toString(change)).build());
        }
    }

    private HttpUrl below(String place, String action) {
        return session.address()
                .addEncodedPathSegments(place.substring(1) + "/" + action)
                .build();
    }

    private void submit(String what, HttpUrl url, FormBody form) throws GatewayException {
        Answer answer = session.post(url, form);
        String page = answer.body().utf8();
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
