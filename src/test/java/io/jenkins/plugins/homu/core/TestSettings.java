package io.jenkins.plugins.homu.core;

import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.core.settings.AccessSettings;
import io.jenkins.plugins.homu.core.settings.BuilderSettings;
import io.jenkins.plugins.homu.core.settings.BuilderSettings.Kind;
import io.jenkins.plugins.homu.core.settings.HookSettings;
import io.jenkins.plugins.homu.core.settings.LabelChange;
import io.jenkins.plugins.homu.core.settings.LabelEvent;
import io.jenkins.plugins.homu.core.settings.MergeSettings;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import io.jenkins.plugins.homu.core.settings.RepositorySettings.Branches;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Settings for tests: one builder, the status {@code ci/linux}, for real attempts and for tries. */
final class TestSettings {
    private String label = "widget";
    private Set<String> reviewers = Set.of("alice", "bob");
    private Branches branches = Branches.DEFAULT;
    private List<BuilderSettings> builders = List.of(status("linux", "ci/linux"));
    private Duration startTimeout = RepositorySettings.DEFAULT_START_TIMEOUT;
    private Map<LabelEvent, LabelChange> labels = Map.of();
    private Optional<String> pageUrl = Optional.empty();
    private boolean failFast = true;
    private boolean dryRun;
    private MergeSettings merges = MergeSettings.DEFAULT;
    private AccessSettings access = AccessSettings.NONE;

    static RepositorySettings standard() {
        return new TestSettings().build();
    }

    static BuilderSettings status(String name, String context) {
        return new BuilderSettings(name, Kind.STATUS, Optional.of(context), Optional.of(context));
    }

    static BuilderSettings check(String name, String context) {
        return new BuilderSettings(name, Kind.CHECK, Optional.of(context), Optional.of(context));
    }

    /** A check that real attempts need and tries don't. */
    static BuilderSettings autoCheck(String name, String context) {
        return new BuilderSettings(name, Kind.CHECK, Optional.of(context), Optional.empty());
    }

    static BuilderSettings job(String name, String job) {
        return new BuilderSettings(name, Kind.JOB, Optional.of(job), Optional.of(job));
    }

    TestSettings dryRun() {
        dryRun = true;
        return this;
    }

    TestSettings failFast(boolean on) {
        failFast = on;
        return this;
    }

    TestSettings called(String name) {
        label = name;
        return this;
    }

    TestSettings access(AccessSettings settings) {
        access = settings;
        return this;
    }

    /** Collaborators who may write are reviewers, those who may triage are try users. */
    TestSettings collaborators() {
        return access(new AccessSettings(
                Optional.of(AccessSettings.Level.WRITE), Optional.of(AccessSettings.Level.TRIAGE), Set.of(), Set.of()));
    }

    TestSettings reviewers(String... logins) {
        reviewers = Set.of(logins);
        return this;
    }

    TestSettings fork(RepositoryId repository) {
        branches = branches.inFork(Optional.of(repository));
        return this;
    }

    TestSettings branches(String auto, String tries) {
        branches = new Branches(auto, tries, "rollup");
        return this;
    }

    TestSettings builders(BuilderSettings... all) {
        builders = List.of(all);
        return this;
    }

    TestSettings startTimeout(Duration timeout) {
        startTimeout = timeout;
        return this;
    }

    TestSettings label(LabelEvent event, LabelChange change) {
        Map<LabelEvent, LabelChange> next = new HashMap<>(labels);
        next.put(event, change);
        labels = next;
        return this;
    }

    TestSettings merges(MergeSettings how) {
        merges = how;
        return this;
    }

    TestSettings pageUrl(String url) {
        pageUrl = Optional.of(url);
        return this;
    }

    RepositorySettings build() {
        return new RepositorySettings(
                label,
                new RepositoryId("acme", "widget"),
                "homu",
                reviewers,
                Set.of("carol"),
                branches,
                builders,
                Duration.ofHours(10),
                startTimeout,
                9001,
                Set.of("do-not-merge", "S-blocked"),
                labels,
                Set.of(
                        new HookSettings("deploy", HookSettings.Access.REVIEWER, true, true),
                        new HookSettings("lint", HookSettings.Access.TRY, false, false)),
                pageUrl,
                dryRun,
                failFast,
                merges,
                access);
    }
}
