package io.jenkins.plugins.homu.runtime.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.http.HttpRequest;
import io.jenkins.plugins.homu.http.HttpResponse;
import io.jenkins.plugins.homu.http.Target;
import java.util.List;
import java.util.Locale;

/**
 * {@code /admin/repo}, for those whose right to it was checked. The Quay fork's interface, except that secrets are shown by
 * the answer that creates them and by no other.
 */
public final class AdminRoutes {
    private static final System.Logger LOG = System.getLogger(AdminRoutes.class.getName());
    /** No description of a repository is longer. */
    private static final int LONGEST_BODY = 1024 * 1024;

    private final RepositoryAdmin admin;

    public AdminRoutes(RepositoryAdmin admin) {
        this.admin = admin;
    }

    /**
     * Answers. Never throws for what a request holds. Calls GitHub and others, so it may take its time; one call at a time.
     *
     * @param segments of the path after {@code admin}; the first is {@code repo}
     * @param who asks, for the log
     */
    public HttpResponse answer(HttpRequest request, Target target, List<String> segments, String who) {
        String label = String.join("/", segments.subList(1, segments.size()));
        HttpResponse answer;
        try {
            if (label.isEmpty() && request.method().equals("PUT")) {
                ObjectNode body = body(request);
                label = Documents.text(body, "owner").orElse("") + "/"
                        + Documents.text(body, "name").orElse("");
                answer = add(body);
            } else {
                answer = label.isEmpty() ? all(request) : one(request, target, label);
            }
        } catch (Refusal e) {
            answer = refusal(e);
        }
        audit(request, label, who, answer.status());
        return answer;
    }

    private HttpResponse all(HttpRequest request) {
        return switch (request.method()) {
            case "GET", "HEAD" -> {
                ObjectNode list = Documents.object();
                admin.labels().forEach(list.putArray("repositories")::add);
                yield json(200, list);
            }
            default -> notAllowed("GET, PUT");
        };
    }

    private HttpResponse one(HttpRequest request, Target target, String label) throws Refusal {
        return switch (request.method()) {
            case "GET", "HEAD" -> json(200, admin.show(label));
            case "DELETE" -> {
                admin.remove(label, target.parameter("keep_repo").isPresent());
                yield HttpResponse.of(200, HttpResponse.TEXT, label);
            }
            default -> notAllowed("GET, DELETE");
        };
    }

    private HttpResponse add(ObjectNode body) throws Refusal {
        RepositoryAdmin.Added added = admin.add(body);
        ObjectNode document = added.document();
        if (!added.warnings().isEmpty()) {
            document = document.deepCopy();
            added.warnings().forEach(document.putArray("warnings")::add);
        }
        return json(added.fresh() ? 201 : 200, document);
    }

    /** The JSON object in a request's body. */
    public static ObjectNode body(HttpRequest request) throws Refusal {
        String type = request.header("Content-Type").orElse("");
        int end = type.indexOf(';');
        if (!(end < 0 ? type : type.substring(0, end))
                .strip()
                .toLowerCase(Locale.ROOT)
                .equals("application/json")) {
            throw new Refusal(415, "Content-type is not accepted; send application/json");
        }
        if (request.body().length > LONGEST_BODY) {
            throw new Refusal(413, "The body is longer than 1 MiB.");
        }
        return Documents.parse(request.body());
    }

    private static HttpResponse notAllowed(String methods) {
        return HttpResponse.error(405, "This address takes " + methods + ".").with("Allow", methods);
    }

    private static HttpResponse json(int status, ObjectNode body) {
        return HttpResponse.of(status, HttpResponse.JSON, Documents.write(body)).with("Cache-Control", "no-store");
    }

    public static HttpResponse refusal(Refusal refusal) {
        ObjectNode body = Documents.object().put("error", refusal.getMessage());
        if (!refusal.problems().isEmpty()) {
            refusal.problems().forEach(body.putArray("problems")::add);
        }
        return json(refusal.status(), body);
    }

    /** Who did what, and what came of it. */
    public static void audit(HttpRequest request, String label, String who, int status) {
        LOG.log(
                System.Logger.Level.INFO,
                LogLine.of("admin")
                        .with("who", who)
                        .with("from", request.remoteAddress())
                        .with("what", request.method() + " " + (label.isEmpty() ? "repo" : "repo/" + label))
                        .with("status", status)
                        .toString());
    }
}
