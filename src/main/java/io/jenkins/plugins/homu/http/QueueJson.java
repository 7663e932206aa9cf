package io.jenkins.plugins.homu.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jenkins.plugins.homu.core.model.Approval;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.BuilderResult;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.HistoryEntry;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.queue.QueueView;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import io.jenkins.plugins.homu.port.QueueReader.Health;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The documents of the JSON interface. Their names and order are a promise to programs: add, never rename. */
final class QueueJson {
    private final Links links;

    QueueJson(Links links) {
        this.links = links;
    }

    byte[] queues(List<Queue> queues) {
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("repositories");
            for (Queue queue : queues) {
                json.writeStartObject();
                repository(json, queue.settings());
                json.writeObjectFieldStart("tree");
                Optional<Integer> below = queue.state().tree().closedBelow();
                if (below.isPresent()) {
                    json.writeNumberField("closed_below", below.get());
                } else {
                    json.writeNullField("closed_below");
                }
                text(json, "reason", queue.state().tree().reason());
                json.writeEndObject();
                json.writeArrayFieldStart("pulls");
                for (QueueView.Row row : queue.rows()) {
                    json.writeStartObject();
                    pull(json, queue.settings(), row);
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /** @param row empty: the pull request is not open any more */
    byte[] pull(
            RepositorySettings settings,
            int number,
            Optional<QueueView.Row> row,
            List<Attempt> attempts,
            List<HistoryEntry> history) {
        return Json.bytes(json -> {
            json.writeStartObject();
            repository(json, settings);
            json.writeNumberField("number", number);
            json.writeBooleanField("open", row.isPresent());
            if (row.isPresent()) {
                json.writeObjectFieldStart("pull");
                pull(json, settings, row.get());
                text(json, "note", row.get().pull().note());
                json.writeBooleanField("draft", row.get().pull().draft());
                json.writeBooleanField("squash", row.get().pull().squash());
                time(json, "approved_at", row.get().pull().approval().map(Approval::at));
                json.writeEndObject();
            } else {
                json.writeNullField("pull");
            }
            json.writeArrayFieldStart("attempts");
            for (Attempt attempt : attempts) {
                attempt(json, attempt);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("history");
            for (HistoryEntry line : history) {
                json.writeStartObject();
                line(json, line);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /** @param history newest first */
    static byte[] history(RepositorySettings settings, List<HistoryEntry> history) {
        return Json.bytes(json -> {
            json.writeStartObject();
            repository(json, settings);
            json.writeBooleanField("dry_run", settings.dryRun());
            json.writeArrayFieldStart("history");
            for (HistoryEntry line : history) {
                json.writeStartObject();
                if (line.number().isPresent()) {
                    json.writeNumberField("number", line.number().get());
                } else {
                    json.writeNullField("number");
                }
                line(json, line);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void line(JsonGenerator json, HistoryEntry line) throws IOException {
        json.writeStringField("what", line.what());
        text(json, "by", line.by());
        json.writeStringField("text", line.text());
        json.writeStringField("at", line.at().toString());
    }

    /** @param storeTrouble why the store can't take writes; empty: it can */
    static byte[] health(List<Health> repositories, Optional<String> storeTrouble) {
        boolean fine = storeTrouble.isEmpty()
                && repositories.stream().allMatch(health -> health.trouble().isEmpty());
        return Json.bytes(json -> {
            json.writeStartObject();
            json.writeStringField("status", fine ? "ok" : "degraded");
            text(json, "store", storeTrouble);
            json.writeArrayFieldStart("repositories");
            for (Health health : repositories) {
                json.writeStartObject();
                json.writeStringField("label", health.label());
                text(json, "trouble", health.trouble());
                json.writeNumberField("inbox", health.inbox());
                json.writeNumberField("outbox", health.outbox());
                time(json, "last_delivery", health.lastDelivery());
                time(json, "last_sync", health.lastSync());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void repository(JsonGenerator json, RepositorySettings settings) throws IOException {
        json.writeStringField("label", settings.label());
        json.writeStringField("owner", settings.repository().owner());
        json.writeStringField("name", settings.repository().name());
    }

    private void pull(JsonGenerator json, RepositorySettings settings, QueueView.Row row) throws IOException {
        PullRequest pull = row.pull();
        json.writeNumberField("number", pull.number());
        json.writeStringField("title", pull.title());
        json.writeStringField("author", pull.author());
        json.writeStringField("url", links.pull(settings.repository(), pull.number()));
        json.writeStringField("head_sha", pull.head().value());
        json.writeStringField("head_ref", pull.headLabel());
        json.writeStringField("base_ref", pull.baseRef());
        json.writeStringField("status", row.status());
        json.writeBooleanField("try", row.isTry());
        json.writeNumberField("priority", pull.priority());
        json.writeStringField("rollup", pull.rollup().word());
        text(json, "approved_by", pull.approval().map(Approval::approver));
        text(json, "approved_sha", pull.approval().map(approval -> approval.head()
                .value()));
        text(json, "delegate", pull.delegation().map(delegation -> delegation.to()));
        switch (pull.mergeable()) {
            case MERGEABLE -> json.writeBooleanField("mergeable", true);
            case CONFLICTING -> json.writeBooleanField("mergeable", false);
            case UNKNOWN -> json.writeNullField("mergeable");
        }
        text(json, "assignee", pull.assignee());
        Optional<Attempt> shown = row.shown();
        text(json, "merge_sha", shown.flatMap(Attempt::merge).map(CommitSha::value));
        json.writeArrayFieldStart("builders");
        if (shown.isPresent()) {
            for (BuilderResult result : BuilderView.results(shown.get())) {
                builder(json, shown.get(), result);
                json.writeEndObject();
            }
        }
        json.writeEndArray();
        if (row.position().isPresent()) {
            json.writeNumberField("position", row.position().get());
        } else {
            json.writeNullField("position");
        }
        json.writeStringField("why_not", row.whyNot());
    }

    /** Leaves the object open. */
    private static void builder(JsonGenerator json, Attempt attempt, BuilderResult result) throws IOException {
        json.writeStartObject();
        json.writeStringField("name", result.builder());
        json.writeStringField("state", BuilderView.state(attempt, result));
        text(json, "url", result.url().flatMap(Links::foreign));
    }

    private static void attempt(JsonGenerator json, Attempt attempt) throws IOException {
        json.writeStartObject();
        json.writeNumberField("id", attempt.id());
        json.writeStringField("kind", word(attempt.kind()));
        json.writeStringField("phase", word(attempt.phase()));
        json.writeStringField("base_ref", attempt.baseRef());
        text(json, "base_sha", attempt.base().map(CommitSha::value));
        text(json, "merge_sha", attempt.merge().map(CommitSha::value));
        json.writeArrayFieldStart("pulls");
        for (AttemptMember member : attempt.pulls()) {
            json.writeStartObject();
            json.writeNumberField("number", member.number());
            json.writeStringField("head_sha", member.head().value());
            json.writeStringField("approved_by", member.approver());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("builders");
        for (BuilderResult result : BuilderView.results(attempt)) {
            builder(json, attempt, result);
            json.writeStringField("description", result.description());
            json.writeStringField("at", result.at().toString());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeStringField("created_at", attempt.createdAt().toString());
        time(json, "started_at", attempt.startedAt());
        time(json, "ended_at", attempt.endedAt());
        json.writeStringField("reason", attempt.reason());
        json.writeEndObject();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static void text(JsonGenerator json, String name, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            json.writeStringField(name, value.get());
        } else {
            json.writeNullField(name);
        }
    }

    private static void time(JsonGenerator json, String name, Optional<Instant> value) throws IOException {
        text(json, name, value.map(Instant::toString));
    }
}
