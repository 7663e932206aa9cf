package io.jenkins.plugins.homu.ci;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.homu.ci.BuildbotBuild.Outcome;
import io.jenkins.plugins.homu.core.model.CommitSha;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads builds out of what Buildbot says: the objects of 0.9 and later, which are the same in its reports and in its API,
 * and the packets of 0.8. What is not there, or is something else than it should be, is left out.
 */
final class BuildbotReader {
    /** Fields that are never needed, and may be long. */
    static final Set<String> LEFT = Set.of("steps", "logs", "blame", "changes", "users", "currentStep", "description");

    private static final int MOST_COMMITS = 20;

    private BuildbotReader() {}

    /** Of a whole report: one build, or a list of builds or packets. */
    static List<BuildbotBuild> builds(JsonNode report) {
        List<BuildbotBuild> builds = new ArrayList<>();
        if (report.isArray()) {
            report.forEach(one -> build(one).ifPresent(builds::add));
        } else {
            build(report).ifPresent(builds::add);
        }
        return builds;
    }

    private static Optional<BuildbotBuild> build(JsonNode one) {
        if (one.has("event") && one.has("payload")) {
            return packet(one);
        }
        return Json.text(one.path("builder"), "name").flatMap(name -> build(one, name));
    }

    // ---- 0.9 and later -----------------------------------------------------------------------------------------

    /** Empty when it says nothing of any commit. @param builder the builder's name */
    static Optional<BuildbotBuild> build(JsonNode build, String builder) {
        JsonNode stamps = build.path("buildset").path("sourcestamps");
        boolean complete = build.path("complete").asBoolean(false);
        Optional<Long> number = Json.number(build, "number");
        Set<CommitSha> commits = commits(build.path("properties"), stamps);
        if (commits.isEmpty() || isPatched(stamps, "patch") || (number.isEmpty() && !complete)) {
            // Without a number it is only asked for; that it was cancelled is worth knowing.
            return Optional.empty();
        }
        Outcome outcome = complete ? Outcome.of(build.path("results").asInt(-1)) : Outcome.RUNNING;
        return Optional.of(new BuildbotBuild(
                builder,
                number.flatMap(n -> Json.number(build, "builderid").map(id -> "/#/builders/" + id + "/builds/" + n)),
                List.copyOf(commits),
                sources(stamps),
                outcome,
                Words.line(Json.text(build, "state_string").orElse(""))));
    }

    private static Set<CommitSha> commits(JsonNode properties, JsonNode stamps) {
        Set<CommitSha> commits = new LinkedHashSet<>();
        commit(properties.path("revision").path(0)).ifPresent(commits::add);
        stamps.forEach(stamp -> commit(stamp.path("revision")).ifPresent(commits::add));
        if (commits.isEmpty()) {
            // Asked for by the name of a branch: only afterwards is it known what that was.
            JsonNode got = properties.path("got_revision").path(0);
            if (got.isObject()) {
                got.forEach(one -> commit(one).ifPresent(commits::add));
            } else {
                commit(got).ifPresent(commits::add);
            }
        }
        return few(commits);
    }

    // ---- 0.8 ---------------------------------------------------------------------------------------------------

    private static Optional<BuildbotBuild> packet(JsonNode packet) {
        JsonNode build = packet.path("payload").path("build");
        boolean finished = packet.path("event").asText("").equals("buildFinished");
        if (!finished && !packet.path("event").asText("").equals("buildStarted")) {
            return Optional.empty();
        }
        return legacy(build, finished);
    }

    /** Empty when it says nothing of any commit. */
    static Optional<BuildbotBuild> legacy(JsonNode build, boolean finished) {
        Optional<String> builder = Json.text(build, "builderName");
        JsonNode stamps = build.path("sourceStamps");
        Set<CommitSha> commits = legacyCommits(build, stamps);
        if (builder.isEmpty() || commits.isEmpty() || isPatched(stamps, "hasPatch")) {
            return Optional.empty();
        }
        List<String> text = new ArrayList<>();
        build.path("text").forEach(word -> text.add(word.asText("")));
        // Whatever is zero or empty is left out: the number of the first build, and the results of one that passed.
        long number = Json.number(build, "number").orElse(0L);
        return Optional.of(new BuildbotBuild(
                builder.get(),
                Optional.of(place(builder.get(), number)),
                List.copyOf(commits),
                sources(stamps),
                finished ? legacyOutcome(text, build.get("results")) : Outcome.RUNNING,
                Words.line(String.join(" ", text))));
    }

    private static Outcome legacyOutcome(List<String> text, JsonNode results) {
        // The names of the steps that failed follow, and one may be called so.
        if (!text.isEmpty() && text.get(0).equals("retry")) {
            return Outcome.RUNNING;
        }
        if (text.contains("interrupted")) {
            return Outcome.CANCELLED;
        }
        if (results != null && results.isIntegralNumber()) {
            return Outcome.of(results.asInt(-1));
        }
        return text.equals(List.of("build", "successful")) ? Outcome.SUCCESS : Outcome.FAILURE;
    }

    /** Where 0.8 has the page of a build. */
    static String place(String builder, long number) {
        return "/builders/" + URLEncoder.encode(builder, StandardCharsets.UTF_8).replace("+", "%20") + "/builds/"
                + number;
    }

    private static Set<CommitSha> legacyCommits(JsonNode build, JsonNode stamps) {
        Set<CommitSha> commits = new LinkedHashSet<>();
        legacyProperty(build, "revision").ifPresent(commits::add);
        stamps.forEach(stamp -> commit(stamp.path("revision")).ifPresent(commits::add));
        if (commits.isEmpty()) {
            legacyProperty(build, "got_revision").ifPresent(commits::add);
        }
        return few(commits);
    }

    private static Optional<CommitSha> legacyProperty(JsonNode build, String name) {
        for (JsonNode property : build.path("properties")) {
            if (property.path(0).asText("").equals(name)) {
                return commit(property.path(1));
            }
        }
        return Optional.empty();
    }

    // ---- both --------------------------------------------------------------------------------------------------

    /** Somebody tries changes of his own on that commit, which is another thing than the commit. */
    private static boolean isPatched(JsonNode stamps, String field) {
        for (JsonNode stamp : stamps) {
            JsonNode patch = stamp.path(field);
            if (patch.isObject() || patch.asBoolean(false)) {
                return true;
            }
        }
        return false;
    }

    private static List<String> sources(JsonNode stamps) {
        List<String> sources = new ArrayList<>();
        for (JsonNode stamp : stamps) {
            if (sources.size() < MOST_COMMITS) {
                Json.text(stamp, "repository").ifPresent(sources::add);
                Json.text(stamp, "project").ifPresent(sources::add);
            }
        }
        return sources;
    }

    private static Optional<CommitSha> commit(JsonNode node) {
        if (!node.isTextual() || node.textValue().length() > 64) {
            return Optional.empty();
        }
        try {
            return Optional.of(new CommitSha(node.textValue()));
        } catch (IllegalArgumentException e) {
            // The name of a branch or a tag, or the number of another kind of repository.
            return Optional.empty();
        }
    }

    private static Set<CommitSha> few(Set<CommitSha> commits) {
        Set<CommitSha> few = new LinkedHashSet<>();
        commits.stream().limit(MOST_COMMITS).forEach(few::add);
        return few;
    }
}
