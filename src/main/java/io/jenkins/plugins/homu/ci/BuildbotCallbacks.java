package io.jenkins.plugins.homu.ci;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.port.CallbackBody;
import io.jenkins.plugins.homu.port.CallbackTranslator;
import io.jenkins.plugins.homu.port.Clock;
import io.jenkins.plugins.homu.port.Delivery;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What Buildbot's HttpStatusPush posts: the form of 0.8, and the JSON of 0.9 and later. The secret says which repositories
 * may be meant, the names in it which of those. Whatever is not understood of what a Buildbot of ours sends is answered
 * well all the same: that of 0.8 would send it again for ever, and nothing after it.
 */
final class BuildbotCallbacks implements CallbackTranslator {
    static final String SOURCE = "buildbot";

    private static final System.Logger LOG = System.getLogger(BuildbotCallbacks.class.getName());
    private static final int LARGEST_BODY = 25 * 1024 * 1024;
    private static final String REMEDY = " Let HttpStatusPush show the secret of our configuration: for Buildbot 0.8"
            + " extra_post_params={'secret': '...'}, from 0.9 on auth=('homu', '...').";

    /** One Buildbot of one repository. */
    private record Candidate(ServiceRepository repository, BuildbotSettings buildbot) {}

    private final Clock clock;
    private volatile List<Candidate> candidates = List.of();

    BuildbotCallbacks(Clock clock) {
        this.clock = clock;
    }

    void configure(Collection<ServiceRepository> repositories) {
        candidates = repositories.stream()
                .flatMap(repository ->
                        repository.services().buildbots().stream().map(buildbot -> new Candidate(repository, buildbot)))
                .toList();
    }

    @Override
    public String source() {
        return SOURCE;
    }

    @Override
    public Translation translate(Function<String, Optional<String>> header, byte[] body) {
        if (body.length == 0) {
            return new Translation.Ignored(KeptReports.TYPE, "an empty body says nothing; use a formatter of JSON");
        }
        if (body.length > LARGEST_BODY) {
            return new Translation.Refused(413, KeptReports.TYPE, "The body is larger than 25 MiB.");
        }
        Optional<Boolean> form = header.apply("Content-Type").flatMap(CallbackBody::isForm);
        if (form.isEmpty()) {
            return new Translation.Refused(
                    415, KeptReports.TYPE, "Send JSON as application/json, or the form of Buildbot 0.8.");
        }
        List<Candidate> senders;
        try {
            Optional<String> field = form.get() ? new FormFields(body).text("secret") : Optional.empty();
            Shown shown = Shown.of(header, field, body);
            senders = senders(shown);
            if (senders.isEmpty()) {
                return new Translation.Refused(
                        401,
                        KeptReports.TYPE,
                        (shown.isNothing()
                                        ? "There is no secret in this report."
                                        : "The secret of this report is not that of a Buildbot configured here.")
                                + REMEDY);
            }
        } catch (Malformed e) {
            return new Translation.Refused(401, KeptReports.TYPE, "The secret can't be read: " + e.getMessage() + ".");
        }
        return form.get() ? form(senders, body) : json(senders, body);
    }

    private List<Candidate> senders(Shown shown) {
        Map<String, Boolean> fits = new HashMap<>();
        List<Candidate> senders = new ArrayList<>();
        for (Candidate candidate : candidates) {
            if (fits.computeIfAbsent(candidate.buildbot.secret(), shown::fits)) {
                senders.add(candidate);
            }
        }
        return senders;
    }

    private Translation form(List<Candidate> senders, byte[] body) {
        try {
            Optional<byte[]> packets = new FormFields(body).bytes("packets");
            if (packets.isEmpty()) {
                // 0.9.0 sends the names of the fields only, not what is in them.
                return new Translation.Ignored(
                        KeptReports.TYPE, "the form has no packets; its builds are looked up from time to time");
            }
            return meaning(senders, Json.read(packets.get(), BuildbotReader.LEFT), body);
        } catch (Malformed e) {
            LOG.log(Level.WARNING, () -> LogLine.of("delivery-unreadable")
                    .with("source", SOURCE)
                    .with("why", e.getMessage())
                    .toString());
            return new Translation.Ignored(KeptReports.TYPE, "these packets can't be read: " + e.getMessage());
        }
    }

    private Translation json(List<Candidate> senders, byte[] body) {
        try {
            return meaning(senders, Json.read(body, BuildbotReader.LEFT), body);
        } catch (Malformed e) {
            return new Translation.Refused(422, KeptReports.TYPE, "Not what Buildbot sends: " + e.getMessage() + ".");
        }
    }

    private Translation meaning(List<Candidate> senders, JsonNode report, byte[] body) {
        Map<String, List<Reported>> reports = new LinkedHashMap<>();
        boolean any = false;
        for (BuildbotBuild build : BuildbotReader.builds(report)) {
            any = true;
            for (Candidate candidate : meant(senders, build)) {
                for (CommitSha commit : build.commits()) {
                    reports.computeIfAbsent(candidate.repository.label(), label -> new ArrayList<>())
                            .add(build.report(candidate.buildbot, commit));
                }
            }
        }
        if (reports.isEmpty()) {
            return new Translation.Ignored(
                    KeptReports.TYPE,
                    any ? "no repository here has that builder" : "it is of no build of a commit that could be ours");
        }
        return KeptReports.accepted(SOURCE, reports, body, clock.now());
    }

    /** Those that have the builder; where the build names repositories, and some of them are ours, only those. */
    private static List<Candidate> meant(List<Candidate> senders, BuildbotBuild build) {
        List<Candidate> having = senders.stream()
                .filter(candidate -> candidate.buildbot.builders().contains(build.builder()))
                .toList();
        Set<RepositoryId> named = build.sources().stream()
                .flatMap(source -> repository(source).stream())
                .collect(Collectors.toSet());
        List<Candidate> byName = having.stream()
                .filter(candidate ->
                        named.contains(candidate.repository.settings().testRepository()))
                .toList();
        return byName.isEmpty() ? having : byName;
    }

    /** From {@code https://host/owner/name.git}, {@code git@host:owner/name} or {@code owner/name}. */
    static Optional<RepositoryId> repository(String source) {
        String path = source.strip();
        while (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        if (path.endsWith(".git")) {
            path = path.substring(0, path.length() - 4);
        }
        int last = path.lastIndexOf('/');
        if (last < 0) {
            return Optional.empty();
        }
        int before = Math.max(path.lastIndexOf('/', last - 1), path.lastIndexOf(':', last - 1));
        try {
            return Optional.of(new RepositoryId(path.substring(before + 1, last), path.substring(last + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public List<Event> events(Delivery delivery) {
        return KeptReports.events(delivery);
    }
}
