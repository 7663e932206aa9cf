package io.jenkins.plugins.homu.ci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.ci.BuildbotSession.Door;
import io.jenkins.plugins.homu.ci.ServiceHttp.Answer;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.port.GatewayException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/** Buildbot 0.9 and later: its REST API, version 2. */
final class BuildbotRest implements BuildbotApi {
    private static final Pattern PLACE = Pattern.compile("/#/builders/([0-9]{1,18})/builds/([0-9]{1,18})");
    private static final String MOST_BUILDS = "100";
    private static final String MOST_REQUESTS = "50";

    private final BuildbotSession session;

    BuildbotRest(BuildbotSession session) {
        this.session = session;
    }

    @Override
    public Optional<BuildbotBuild> newest(String builder, CommitSha commit) throws GatewayException {
        HttpUrl url = builds(builder)
                .addQueryParameter("order", "-number")
                .addQueryParameter("limit", MOST_BUILDS)
                .build();
        for (JsonNode build : list(url, "builds")) {
            if (isOf(build, commit)) {
                Optional<BuildbotBuild> read = BuildbotReader.build(withBuildset(build), builder);
                if (read.isPresent()) {
                    return read;
                }
            }
        }
        return Optional.empty();
    }

    private HttpUrl.Builder builds(String builder) throws GatewayException {
        return session.address("api", "v2", "builders", Long.toString(id(builder)), "builds")
                .addQueryParameter("property", "revision")
                .addQueryParameter("property", "got_revision");
    }

    /** Builders have numbers, which are others in another database. */
    private long id(String builder) throws GatewayException {
        HttpUrl all = session.address("api", "v2", "builders").build();
        HttpUrl one = all.newBuilder().addQueryParameter("name", builder).build();
        Answer answer = session.get(Door.BASIC, one);
        // Names with a space and the like can't be asked for, though there may be such builders.
        for (JsonNode found : list(answer.status() == 400 ? session.get(Door.BASIC, all) : answer, "builders")) {
            Optional<Long> id = Json.number(found, "builderid");
            if (id.isPresent() && Json.text(found, "name").equals(Optional.of(builder))) {
                return id.get();
            }
        }
        throw GatewayException.permanent(
                404,
                session.name() + " has no builder called " + Words.line(builder)
                        + ". Correct the name in our configuration, or in Buildbot's");
    }

    private static boolean isOf(JsonNode build, CommitSha commit) {
        JsonNode properties = build.path("properties");
        String revision = properties.path("revision").path(0).asText("");
        if (!revision.isEmpty() && !revision.equals("null")) {
            return revision.equalsIgnoreCase(commit.value());
        }
        JsonNode got = properties.path("got_revision").path(0);
        if (got.isObject()) {
            for (JsonNode one : got) {
                if (one.asText("").equalsIgnoreCase(commit.value())) {
                    return true;
                }
            }
            return false;
        }
        return got.asText("").equalsIgnoreCase(commit.value());
    }

    /** What it was asked to build: with a patch, it would be something else than the commit. */
    private JsonNode withBuildset(JsonNode build) throws GatewayException {
        ObjectNode whole = build.deepCopy();
        Optional<Long> request = Json.number(build, "buildrequestid");
        if (request.isPresent()) {
            HttpUrl url = session.address(
                            "api", "v2", "buildrequests", request.get().toString())
                    .build();
            for (JsonNode found : list(url, "buildrequests")) {
                buildset(found).ifPresent(buildset -> whole.set("buildset", buildset));
            }
        }
        return whole;
    }

    private Optional<JsonNode> buildset(JsonNode request) throws GatewayException {
        Optional<Long> id = Json.number(request, "buildsetid");
        if (id.isEmpty()) {
            return Optional.empty();
        }
        HttpUrl url =
                session.address("api", "v2", "buildsets", id.get().toString()).build();
        List<JsonNode> found = list(url, "buildsets");
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0));
    }

    @Override
    public boolean isAsked(String builder, CommitSha commit) throws GatewayException {
        return !waiting(builder, commit).isEmpty();
    }

    /** Requests that no build has taken up, by their numbers. */
    private List<Long> waiting(String builder, CommitSha commit) throws GatewayException {
        HttpUrl url = session.address("api", "v2", "builders", Long.toString(id(builder)), "buildrequests")
                .addQueryParameter("complete", "false")
                .addQueryParameter("claimed", "false")
                .addQueryParameter("order", "-buildrequestid")
                .addQueryParameter("limit", MOST_REQUESTS)
                .build();
        List<Long> waiting = new ArrayList<>();
        for (JsonNode request : list(url, "buildrequests")) {
            Optional<Long> id = Json.number(request, "buildrequestid");
            if (id.isPresent() && isFor(buildset(request), commit)) {
                waiting.add(id.get());
            }
        }
        return waiting;
    }

    private static boolean isFor(Optional<JsonNode> buildset, CommitSha commit) {
        if (buildset.isPresent()) {
            for (JsonNode stamp : buildset.get().path("sourcestamps")) {
                if (stamp.path("revision").asText("").equalsIgnoreCase(commit.value())) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public void rebuild(String place) throws GatewayException {
        Matcher parts = PLACE.matcher(place);
        if (!parts.matches()) {
            throw GatewayException.permanent(0, session.name() + " is not where the build was that is to be repeated");
        }
        HttpUrl url = session.address("api", "v2", "builders", parts.group(1), "builds", parts.group(2))
                .build();
        for (JsonNode build : list(url, "builds")) {
            Optional<Long> id = Json.number(build, "buildid");
            if (id.isPresent()) {
                control("rebuild a build", "rebuild", Optional.empty(), "builds", id.get());
                return;
            }
        }
        throw GatewayException.permanent(
                404,
                session.name()
                        + " has forgotten the build that is to be repeated. Use clean and then retry to test with"
                        + " a new merge commit");
    }

    @Override
    public void stop(String builder, CommitSha commit, String reason) throws GatewayException {
        try {
            for (long request : waiting(builder, commit)) {
                control("cancel a build request", "cancel", Optional.of(reason), "buildrequests", request);
            }
        } finally {
            // Last, for what began meanwhile; and also where the account may not cancel.
            interrupt(builder, commit, reason);
        }
    }

    private void interrupt(String builder, CommitSha commit, String reason) throws GatewayException {
        HttpUrl url = builds(builder)
                .addQueryParameter("complete", "false")
                .addQueryParameter("limit", MOST_BUILDS)
                .build();
        for (JsonNode build : list(url, "builds")) {
            Optional<Long> id = Json.number(build, "buildid");
            if (id.isPresent() && isOf(build, commit)) {
                control("stop a build", "stop", Optional.of(reason), "builds", id.get());
            }
        }
    }

    private void control(String what, String method, Optional<String> reason, String kind, long id)
            throws GatewayException {
        ObjectNode call = JsonNodeFactory.instance.objectNode();
        call.put("jsonrpc", "2.0").put("id", 1).put("method", method);
        ObjectNode params = call.putObject("params");
        reason.ifPresent(text -> params.put("reason", text));
        Answer answer = session.post(
                session.address("api", "v2", kind, Long.toString(id)).build(), call.toString());
        if (answer.isFine()) {
            return;
        }
        if (answer.status() == 401 || answer.status() == 403) {
            throw GatewayException.permanent(
                    answer.status(),
                    session.name() + " does not let us " + what + ". "
                            + (session.hasLogin()
                                    ? "Give our account there a role that may"
                                    : "Put a username and a password that may into our configuration"));
        }
        throw answer.failure("Whether its version is one that we know should be looked at");
    }

    private List<JsonNode> list(HttpUrl url, String name) throws GatewayException {
        return list(session.get(Door.BASIC, url), name);
    }

    private static List<JsonNode> list(Answer answer, String name) throws GatewayException {
        if (answer.status() == 404) {
            return List.of();
        }
        if (!answer.isFine()) {
            throw answer.failure("Let everybody read there, or put a username and a password into our configuration");
        }
        List<JsonNode> found = new ArrayList<>();
        answer.json(Set.of()).path(name).forEach(found::add);
        return found;
    }
}
