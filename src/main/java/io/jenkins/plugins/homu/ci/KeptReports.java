package io.jenkins.plugins.homu.ci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.event.Event.ReportKind;
import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.event.Event.ResultsReported;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.port.CallbackTranslator.Translation;
import io.jenkins.plugins.homu.port.Delivery;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a callback said of builds, as it is kept in the store: in our own form, because the sender's may hold the secret,
 * and whole logs.
 */
final class KeptReports {
    static final String TYPE = "build";

    private static final System.Logger LOG = System.getLogger(KeptReports.class.getName());

    private KeptReports() {}

    /**
     * @param reports by the repository's label; not empty
     * @param body as it came: the same once more for the same repository is a duplicate
     */
    static Translation accepted(String source, Map<String, List<Reported>> reports, byte[] body, Instant now) {
        List<Translation.Accepted> parts = new ArrayList<>();
        reports.forEach((label, one) -> parts.add(accepted(source, label, one, body, now)));
        return parts.size() == 1 ? parts.get(0) : new Translation.AcceptedForSeveral(parts);
    }

    private static Translation.Accepted accepted(
            String source, String label, List<Reported> reports, byte[] body, Instant now) {
        byte[] digest = Shown.digest((source + "\n" + label + "\n").getBytes(StandardCharsets.UTF_8), body);
        String id = source + "-" + HexFormat.of().formatHex(digest);
        return new Translation.Accepted(
                new Delivery(id, source, TYPE, label, write(reports), now), List.of(new ResultsReported(reports)));
    }

    static String write(List<Reported> reports) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (Reported report : reports) {
            ObjectNode object = array.addObject();
            object.put("commit", report.sha().value());
            object.put("builder", report.context());
            object.put("state", report.state().name());
            report.url().ifPresent(url -> object.put("url", url));
            object.put("description", report.description());
            if (!report.details().isEmpty()) {
                object.put("details", report.details());
            }
        }
        return array.toString();
    }

    static List<Event> events(Delivery delivery) {
        try {
            List<Reported> reports = new ArrayList<>();
            for (JsonNode one : Json.read(delivery.body().getBytes(StandardCharsets.UTF_8), Set.of())) {
                reports.add(report(one));
            }
            return reports.isEmpty() ? List.of() : List.of(new ResultsReported(reports));
        } catch (Malformed | IllegalArgumentException e) {
            // We wrote it ourselves, so the store or a change of this program is to blame.
            LOG.log(
                    Level.ERROR,
                    LogLine.of("delivery_unreadable")
                            .repository(delivery.label())
                            .with("delivery", delivery.id())
                            .with("reason", e.getMessage())
                            .toString());
            return List.of();
        }
    }

    private static Reported report(JsonNode one) throws Malformed {
        Optional<String> state = Json.text(one, "state");
        Optional<String> builder = Json.text(one, "builder");
        Optional<String> commit = Json.text(one, "commit");
        if (state.isEmpty() || builder.isEmpty() || commit.isEmpty()) {
            throw new Malformed("a report has no commit, builder or state");
        }
        return new Reported(
                ReportKind.BUILDER,
                new CommitSha(commit.get()),
                builder.get(),
                BuilderState.valueOf(state.get()),
                Json.text(one, "url"),
                Json.text(one, "description").orElse(""),
                Json.text(one, "details").orElse(""),
                0);
    }
}
