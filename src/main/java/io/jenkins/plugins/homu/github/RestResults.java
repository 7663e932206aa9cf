package io.jenkins.plugins.homu.github;

import io.jenkins.plugins.homu.core.event.Event.ReportKind;
import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.port.GatewayException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What builders reported on a commit, and the stopping of workflow runs. */
final class RestResults {
    private static final System.Logger LOG = System.getLogger(RestResults.class.getName());
    private static final String READING =
            "The bot needs the permissions Commit statuses and Checks (read); a fine-grained"
                    + " token has no Checks, so with check runs of a private repository it takes a classic one or a GitHub App";

    private final ApiHttp http;

    RestResults(ApiHttp http) {
        this.http = http;
    }

    List<Reported> results(RepositoryId repository, CommitSha sha, Set<ReportKind> wanted) throws GatewayException {
        List<Reported> results = new ArrayList<>();
        ApiCall statuses = ApiCall.get("statuses", repository, "commits", sha.value(), "status")
                .query("per_page", "100");
        ApiCall runs = ApiCall.get("check runs", repository, "commits", sha.value(), "check-runs")
                .query("filter", "latest", "per_page", "100");
        try {
            if (wanted.contains(ReportKind.STATUS)) {
                for (Fields status : http.pages(statuses, "statuses")) {
                    results.add(ReportJson.status(status, sha));
                }
            }
            if (wanted.contains(ReportKind.CHECK)) {
                results.addAll(newest(http.pages(runs, "check_runs")));
            }
        } catch (Malformed e) {
            throw e.inAnswerTo("GET results");
        } catch (GatewayException e) {
            throw e.isTransient() || e.status() != 403
                    ? e
                    : GatewayException.permanent(403, e.getMessage() + ". " + READING);
        }
        return results;
    }

    /** Of each name the run begun last: one of the same name may have been started again, or by another event. */
    private static List<Reported> newest(List<Fields> runs) throws Malformed {
        Map<String, Fields> byName = new HashMap<>();
        Map<String, Long> ids = new HashMap<>();
        for (Fields run : runs) {
            String name = run.text("name");
            long id = run.id("id");
            if (id > ids.getOrDefault(name, 0L)) {
                ids.put(name, id);
                byName.put(name, run);
            }
        }
        List<Reported> results = new ArrayList<>();
        for (Fields run : byName.values()) {
            ReportJson.checkRun(run).ifPresent(results::add);
        }
        return results;
    }

    void cancelRuns(RepositoryId repository, CommitSha sha) throws GatewayException {
        ApiResponse response = http.send(
                ApiCall.get("runs", repository, "actions", "runs").query("head_sha", sha.value(), "per_page", "100"));
        if (response.status() == 403) {
            tellOfRuns(repository, response);
            return;
        }
        if (response.status() == 404) {
            return;
        }
        List<Long> running = response.read(json -> {
            List<Long> ids = new ArrayList<>();
            for (Fields run : Fields.of(json, "the answer").list("workflow_runs")) {
                // A head that is tested as it is has runs for its pull request, too, which are nobody's but its
                // author's.
                boolean isForPull = run.optionalText("event").orElse("").startsWith("pull_request");
                if (!isForPull && !run.optionalText("status").orElse("").equals("completed")) {
                    ids.add(run.id("id"));
                }
            }
            return ids;
        });
        for (long id : running) {
            ApiResponse cancelled = http.send(ApiCall.of(
                    "POST", "run cancel", repository, null, "actions", "runs", String.valueOf(id), "cancel"));
            // 409: it came to an end by itself meanwhile.
            int status = cancelled.status();
            if (status == 403) {
                tellOfRuns(repository, cancelled);
                return;
            }
            if (status != 404 && status != 409) {
                cancelled.expectSuccess();
            }
        }
    }

    /** The queue goes on without it: the runs only take runners from others. */
    private static void tellOfRuns(RepositoryId repository, ApiResponse response) {
        LOG.log(
                Level.WARNING,
                LogLine.of("workflow-runs-not-stopped")
                        .with("repository", repository)
                        .with("why", response.place() + ": 403 " + response.message())
                        .with("remedy", "give the bot the permission Actions (write)")
                        .toString());
    }
}
