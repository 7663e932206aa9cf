package io.jenkins.plugins.homu.runtime.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.http.HttpRequest;
import io.jenkins.plugins.homu.http.HttpResponse;
import java.util.List;
import java.util.function.Consumer;

/**
 * The original's {@code POST /admin}: {@code repo_new}, {@code repo_del}, {@code repo_edit}, {@code sync_all}. It answers
 * in the original's words, with a status that says the same. What is added is kept, as the original didn't.
 */
public final class OriginalCommands {
    private static final System.Logger LOG = System.getLogger(OriginalCommands.class.getName());

    private final RepositoryAdmin admin;
    private final Consumer<List<String>> synchronise;

    /** @param synchronise compares the repositories of those labels with GitHub */
    public OriginalCommands(RepositoryAdmin admin, Consumer<List<String>> synchronise) {
        this.admin = admin;
        this.synchronise = synchronise;
    }

    /** @param body whose secret was checked @param who asks, for the log */
    public HttpResponse answer(HttpRequest request, ObjectNode body, String who) {
        String command = Documents.text(body, "cmd").orElse("");
        String label = Documents.text(body, "repo_label").orElse("");
        HttpResponse answer;
        try {
            boolean done = run(command, label, body);
            answer = HttpResponse.of(done ? 200 : 422, HttpResponse.TEXT, done ? "OK" : "Unrecognized command");
        } catch (Refusal e) {
            answer = AdminRoutes.refusal(e);
        }
        LOG.log(
                System.Logger.Level.INFO,
                LogLine.of("admin")
                        .with("who", who)
                        .with("from", request.remoteAddress())
                        .with("what", command)
                        .with("repo", label)
                        .with("status", answer.status())
                        .toString());
        return answer;
    }

    /** @return false: there is no such command */
    private boolean run(String command, String label, ObjectNode body) throws Refusal {
        switch (command) {
            case "repo_new" -> admin.addAsGiven(named(label), settings(body));
            case "repo_edit" -> admin.edit(named(label), settings(body));
            // What was set up outside goes; what the builder has made so far doesn't.
            case "repo_del" -> admin.remove(named(label), true);
            case "sync_all" -> synchronise.accept(admin.labels());
            default -> {
                return false;
            }
        }
        return true;
    }

    private static String named(String label) throws Refusal {
        if (label.isEmpty()) {
            throw new Refusal(422, "repo_label is missing");
        }
        return label;
    }

    private static ObjectNode settings(ObjectNode body) throws Refusal {
        if (body.get("repo_cfg") instanceof ObjectNode settings) {
            return settings;
        }
        throw new Refusal(422, "repo_cfg must be an object, with the settings of the repository");
    }
}
