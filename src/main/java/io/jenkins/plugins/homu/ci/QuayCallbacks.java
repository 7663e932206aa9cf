package io.jenkins.plugins.homu.ci;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.event.Event.ReportKind;
import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.event.Event.SyncRequested;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.port.CallbackBody;
import io.jenkins.plugins.homu.port.CallbackTranslator;
import io.jenkins.plugins.homu.port.Clock;
import io.jenkins.plugins.homu.port.Delivery;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What Quay's notifications post. Since 2020 the body of a failure is the same as that of a success, so each event has an
 * address of its own; where the address doesn't say it, and the body doesn't either, Quay is asked. Nothing passes because
 * something is missing.
 */
final class QuayCallbacks implements CallbackTranslator {
    static final String SOURCE = "quay";
    static final String SUCCESS_EVENT = "build_success";
    static final String FAILURE_EVENT = "build_failure";

    private static final System.Logger LOG = System.getLogger(QuayCallbacks.class.getName());
    private static final Set<String> EVENTS = Set.of(SUCCESS_EVENT, FAILURE_EVENT);
    private static final int LARGEST_BODY = 2 * 1024 * 1024;
    private static final int LONGEST_DETAILS = 4_000;
    /** Long, and never needed. */
    private static final Set<String> LEFT = Set.of("commit_info", "docker_tags");
    /** Kept in place of reports, where Quay is to be asked. */
    private static final String ASK = "\"ask\"";

    private static final Pattern OURS = Pattern.compile("https?://[^/]+(?:/[^?#]*)?/quay(?:/[^?#]*)?");

    private final Clock clock;
    private volatile List<ServiceRepository> repositories = List.of();

    QuayCallbacks(Clock clock) {
        this.clock = clock;
    }

    void configure(Collection<ServiceRepository> all) {
        repositories = all.stream()
                .filter(repository -> repository.services().quay().isPresent())
                .toList();
    }

    /** Whether a notification calls an address such as ours. */
    static boolean isOurs(String url) {
        return OURS.matcher(url).matches();
    }

    @Override
    public String source() {
        return SOURCE;
    }

    @Override
    public boolean takesBeneath(List<String> rest) {
        return rest.size() >= 2 && EVENTS.contains(rest.get(rest.size() - 1));
    }

    @Override
    public Translation translate(Function<String, Optional<String>> header, byte[] body) {
        return translate(List.of(), header, body);
    }

    @Override
    public Translation translate(List<String> rest, Function<String, Optional<String>> header, byte[] body) {
        if (body.length > LARGEST_BODY) {
            return new Translation.Refused(413, KeptReports.TYPE, "The body is larger than 2 MiB.");
        }
        Optional<String> event = rest.isEmpty() ? Optional.empty() : Optional.of(rest.get(rest.size() - 1));
        Optional<String> label =
                rest.isEmpty() ? Optional.empty() : Optional.of(String.join("/", rest.subList(0, rest.size() - 1)));
        String shown = header.apply("Authorization").map(QuayCallbacks::pair).orElse("");
        List<ServiceRepository> senders = repositories.stream()
                .filter(one -> fits(one.services().quay().orElseThrow(), shown))
                .filter(one -> label.isEmpty() || label.get().equals(one.label()))
                .toList();
        if (senders.isEmpty()) {
            return new Translation.Refused(
                    401,
                    KeptReports.TYPE,
                    "The user and password are not those of a repository at Quay that is configured here. Have the"
                            + " notification call https://USERNAME:SECRET@HOST/quay/LABEL/" + SUCCESS_EVENT + " (or "
                            + FAILURE_EVENT
                            + "; in Jenkins HOST/homu-webhook/quay/LABEL/...), with the username and secret"
                            + " that are configured for this builder.");
        }
        if (!header.apply("Content-Type").flatMap(CallbackBody::isForm).equals(Optional.of(false))) {
            return new Translation.Refused(415, KeptReports.TYPE, "Quay sends application/json.");
        }
        JsonNode report;
        try {
            report = Json.read(body, LEFT);
        } catch (Malformed e) {
            return new Translation.Refused(422, KeptReports.TYPE, "Not what Quay sends: " + e.getMessage() + ".");
        }
        if (!report.isObject()) {
            return new Translation.Refused(422, KeptReports.TYPE, "Not what Quay sends: it is no object.");
        }
        return meaning(senders, event, report, body);
    }

    /** Every candidate is compared, so that how long it takes says nothing of which fits. */
    private static boolean fits(QuaySettings quay, String shown) {
        return !quay.secret().isEmpty()
                && MessageDigest.isEqual(Shown.digest(shown), Shown.digest(quay.username() + ":" + quay.secret()));
    }

    /** User and password of {@code Basic}; empty when it is something else. */
    private static String pair(String authorization) {
        if (!authorization.toLowerCase(Locale.ROOT).startsWith("basic ")) {
            return "";
        }
        try {
            return new String(
                    Base64.getDecoder().decode(authorization.substring(6).strip()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private Translation meaning(List<ServiceRepository> senders, Optional<String> event, JsonNode report, byte[] body) {
        Optional<String> path = Json.text(report, "repository");
        Optional<ServiceRepository> meant = senders.stream()
                .filter(one -> path.isEmpty()
                        || path.get().equals(one.services().quay().orElseThrow().path()))
                .findFirst();
        if (meant.isEmpty()) {
            return new Translation.Ignored(
                    KeptReports.TYPE, "it is of another repository at Quay than the one configured here");
        }
        String label = meant.get().label();
        QuaySettings quay = meant.get().services().quay().orElseThrow();
        Optional<String> error = Json.text(report, "error_message");
        Optional<BuilderState> state = state(event, report, error);
        Optional<CommitSha> commit =
                QuayBuild.commit(report.path("trigger_metadata")).flatMap(QuayCallbacks::whole);
        if (state.isPresent() && commit.isPresent()) {
            Reported reported = new Reported(
                    ReportKind.BUILDER,
                    commit.get(),
                    QuaySettings.BUILDER,
                    state.get(),
                    address(quay, report),
                    state.get() == BuilderState.SUCCESS ? "" : "Quay says: error",
                    error.map(QuayCallbacks::cut).orElse(""),
                    0);
            return KeptReports.accepted(SOURCE, Map.of(label, List.of(reported)), marked(event, body), clock.now());
        }
        if (quay.account().token().isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    LogLine.of("report-unclear")
                            .repository(label)
                            .with("source", SOURCE)
                            .with("hint", "set [quay] access_token, so that Quay can be asked")
                            .toString());
            return new Translation.Ignored(
                    KeptReports.TYPE,
                    "it doesn't say " + (state.isEmpty() ? "whether the build passed" : "the whole name of the commit")
                            + ", and without [quay] access_token Quay can't be asked");
        }
        return new Translation.Accepted(
                new Delivery(id(label, event, body), SOURCE, KeptReports.TYPE, label, ASK, clock.now()),
                List.of(new SyncRequested(SOURCE)));
    }

    /** Empty where Quay has to be asked: the address says nothing, or something else than the body. */
    private static Optional<BuilderState> state(Optional<String> event, JsonNode report, Optional<String> error) {
        if (event.equals(Optional.of(FAILURE_EVENT))) {
            return Optional.of(BuilderState.FAILURE);
        }
        if (error.isPresent()) {
            return event.isEmpty() ? Optional.of(BuilderState.FAILURE) : Optional.empty();
        }
        // What was built, as until 2020.
        boolean isBuilt = Json.text(report, "image_id").isPresent();
        return event.isPresent() || isBuilt ? Optional.of(BuilderState.SUCCESS) : Optional.empty();
    }

    private static Optional<CommitSha> whole(String commit) {
        return commit.length() == 40 ? Optional.of(new CommitSha(commit)) : Optional.empty();
    }

    private static Optional<String> address(QuaySettings quay, JsonNode report) {
        return Json.text(report, "build_id").filter(QuayBuild::isId).map(id -> QuayBuild.address(quay, id));
    }

    private static String cut(String text) {
        if (text.length() <= LONGEST_DETAILS) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST_DETAILS - 1)) ? LONGEST_DETAILS - 1 : LONGEST_DETAILS;
        return text.substring(0, end) + "...";
    }

    /** The bodies of different events may be the same. */
    private static byte[] marked(Optional<String> event, byte[] body) {
        byte[] mark = (event.orElse("") + "\n").getBytes(StandardCharsets.UTF_8);
        byte[] marked = Arrays.copyOf(mark, mark.length + body.length);
        System.arraycopy(body, 0, marked, mark.length, body.length);
        return marked;
    }

    private static String id(String label, Optional<String> event, byte[] body) {
        String from = SOURCE + "\n" + label + "\n";
        return SOURCE + "-"
                + HexFormat.of().formatHex(Shown.digest(from.getBytes(StandardCharsets.UTF_8), marked(event, body)));
    }

    @Override
    public List<Event> events(Delivery delivery) {
        return delivery.body().equals(ASK) ? List.of(new SyncRequested(SOURCE)) : KeptReports.events(delivery);
    }
}
