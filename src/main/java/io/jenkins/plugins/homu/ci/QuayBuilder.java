package io.jenkins.plugins.homu.ci;

import io.jenkins.plugins.homu.core.event.Event.ReportKind;
import io.jenkins.plugins.homu.core.event.Event.Reported;
import io.jenkins.plugins.homu.core.model.BuilderResult;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.port.Builder;
import io.jenkins.plugins.homu.port.GatewayException;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Builds at Quay: started with a trigger, or by Quay itself; looked up and stopped. Whenever it is asked for a build, it is
 * also seen to that Quay goes on telling us of builds.
 */
final class QuayBuilder implements Builder {
    private static final System.Logger LOG = System.getLogger(QuayBuilder.class.getName());
    /** Then Quay calls no more. */
    private static final int DISABLED = 3;

    private final ServiceHttp http;
    private final Map<String, String> troubles = new ConcurrentHashMap<>();
    private volatile Map<String, ServiceRepository> repositories = Map.of();

    QuayBuilder(ServiceHttp http) {
        this.http = http;
    }

    void configure(Collection<ServiceRepository> all) {
        Map<String, ServiceRepository> next = new HashMap<>();
        all.forEach(repository -> next.put(repository.label(), repository));
        repositories = Map.copyOf(next);
        troubles.keySet().retainAll(next.keySet());
    }

    /** What is wrong between a repository and Quay, in words for people. */
    Optional<String> trouble(String label) {
        return Optional.ofNullable(troubles.get(label));
    }

    private Optional<QuaySettings> settings(String label) {
        return Optional.ofNullable(repositories.get(label))
                .flatMap(repository -> repository.services().quay());
    }

    private QuayApi api(QuaySettings quay) {
        return new QuayApi(http, quay.account());
    }

    @Override
    public Started start(Build build) throws GatewayException {
        Optional<QuaySettings> found = settings(build.repository().label());
        if (found.isEmpty()) {
            return new Started.Impossible(
                    "The configuration of the repository has no Quay. Use retry to test without.");
        }
        QuaySettings quay = found.get();
        CommitSha merge = build.attempt().merge().orElseThrow();
        if (quay.account().token().isEmpty()) {
            return quay.trigger().isPresent()
                    ? new Started.Impossible("Builds at Quay can't be started without [quay] access_token.")
                    : waiting(build, merge);
        }
        QuayApi api = api(quay);
        try {
            // Older ones are what attempts before this one came to.
            Optional<QuayBuild> newest = newest(api, quay, merge);
            boolean isRepeated =
                    newest.map(known -> QuayBuild.address(quay, known.id())).equals(build.again());
            if (newest.isPresent() && (!isRepeated || newest.get().state() == BuilderState.RUNNING)) {
                // Started before, by us or by Quay.
                return new Started.Going(newest.get().report(quay, merge, build.restart()));
            }
            return quay.trigger().isPresent()
                    ? new Started.Going(
                            api.start(quay, quay.trigger().get(), merge).report(quay, merge, build.restart()))
                    : waiting(build, merge);
        } catch (GatewayException e) {
            if (e.isTransient()) {
                throw e;
            }
            return new Started.Impossible(e.getMessage());
        }
    }

    private static Optional<QuayBuild> newest(QuayApi api, QuaySettings quay, CommitSha merge) throws GatewayException {
        return api.builds(quay).stream().filter(one -> one.isOf(merge)).findFirst();
    }

    /** A trigger there sees the push of a commit, and no other push of the same. */
    private static Started waiting(Build build, CommitSha merge) {
        if (build.again().isPresent()) {
            return new Started.Impossible("Quay's build of " + merge.abbreviated()
                    + " can't be repeated without trigger_uuid, and a trigger there sees no commit for a second time on"
                    + " its branch. Use clean and then retry to test with a new merge commit.");
        }
        return new Started.Going(new Reported(
                ReportKind.BUILDER,
                merge,
                QuaySettings.BUILDER,
                BuilderState.WAITING,
                Optional.empty(),
                "A trigger at Quay starts it",
                "",
                build.restart()));
    }

    @Override
    public void cancel(Stop stop) throws GatewayException {
        Optional<QuaySettings> quay = settings(stop.repository().label())
                .filter(one -> one.account().token().isPresent());
        if (quay.isEmpty()) {
            return;
        }
        Patience.stop(() -> cancel(stop, quay.get()));
    }

    private void cancel(Stop stop, QuaySettings quay) throws GatewayException {
        QuayApi api = api(quay);
        for (QuayBuild build : api.builds(quay)) {
            if (build.isOf(stop.merge()) && build.state() == BuilderState.RUNNING && !api.cancel(quay, build.id())) {
                LOG.log(
                        Level.INFO,
                        LogLine.of("build-not-stopped")
                                .repository(stop.repository().label())
                                .with("builder", stop.builder())
                                .with("build", build.id())
                                .with("why", "Quay says that it runs already, or has ended")
                                .toString());
            }
        }
    }

    /** Trouble is told, not thrown: other builders are looked up all the same, and this one again before long. */
    @Override
    public Optional<Reported> find(Build build) {
        String label = build.repository().label();
        Optional<QuaySettings> quay =
                settings(label).filter(one -> one.account().token().isPresent());
        Optional<BuilderResult> known = Optional.ofNullable(
                build.attempt().builders().get(build.builder().name()));
        if (quay.isEmpty() || known.filter(result -> result.state().isFinal()).isPresent()) {
            return Optional.empty();
        }
        try {
            Optional<Reported> found = look(build, quay.get(), known);
            watch(label, quay.get());
            return found;
        } catch (GatewayException e) {
            tell(label, e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Reported> look(Build build, QuaySettings quay, Optional<BuilderResult> known)
            throws GatewayException {
        CommitSha merge = build.attempt().merge().orElseThrow();
        QuayApi api = api(quay);
        Optional<QuayBuild> newest = newest(api, quay, merge);
        if (newest.isPresent()) {
            return newest.map(one -> one.report(quay, merge, build.restart()));
        }
        String pages = QuayBuild.address(quay, "");
        Optional<String> id = known.filter(result -> result.state() == BuilderState.RUNNING)
                .flatMap(BuilderResult::url)
                .filter(url -> url.startsWith(pages))
                .map(url -> url.substring(pages.length()))
                .filter(QuayBuild::isId);
        if (id.isEmpty()) {
            return Optional.empty();
        }
        // Newer ones may have pushed it off the list.
        return Optional.of(api.build(quay, id.get())
                .map(one -> one.report(quay, merge, build.restart()))
                .orElseGet(() -> new Reported(
                        ReportKind.BUILDER,
                        merge,
                        QuaySettings.BUILDER,
                        BuilderState.LOST,
                        known.get().url(),
                        "Quay knows nothing of the build any more",
                        "",
                        build.restart())));
    }

    /** Looks whether Quay has given up calling us, and has it call again. */
    private void watch(String label, QuaySettings quay) throws GatewayException {
        QuayApi api = api(quay);
        StringBuilder disabled = new StringBuilder();
        boolean any = false;
        for (QuayApi.Notification one : api.notifications(quay)) {
            if (!QuayCallbacks.isOurs(one.url())) {
                continue;
            }
            any = true;
            if (one.failures() >= DISABLED) {
                api.resetNotification(quay, one.uuid());
                disabled.append(disabled.isEmpty() ? "" : ", ").append(Words.line(one.event()));
            }
        }
        if (disabled.length() > 0) {
            tell(
                    label,
                    "Quay could not reach us three times and had disabled its notification (" + disabled + ") of "
                            + quay.path() + "; it is enabled again. See to it that Quay gets answers from us");
        } else if (!any) {
            tell(
                    label,
                    "Quay does not tell us of builds of " + quay.path()
                            + ": it has no notification with our address. docs/quay.md says how to make them");
        } else {
            troubles.remove(label);
        }
    }

    private void tell(String label, String why) {
        LOG.log(
                Level.WARNING,
                LogLine.of("quay-trouble").repository(label).with("why", why).toString());
        troubles.put(label, why);
    }
}
