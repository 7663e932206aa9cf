package io.jenkins.plugins.homu.jenkins.plugin;

import hudson.Extension;
import hudson.ExtensionList;
import hudson.init.InitMilestone;
import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.http.PageFrame;
import io.jenkins.plugins.homu.http.RollupOffer;
import io.jenkins.plugins.homu.jenkins.QueueAccess;
import io.jenkins.plugins.homu.jenkins.configuration.ConfigurationException;
import io.jenkins.plugins.homu.jenkins.configuration.ConfigurationResolver;
import io.jenkins.plugins.homu.jenkins.configuration.CredentialsLookup;
import io.jenkins.plugins.homu.jenkins.configuration.HomuGlobalConfiguration;
import io.jenkins.plugins.homu.jenkins.configuration.ResolvedConfiguration;
import io.jenkins.plugins.homu.jenkins.trigger.JobStarter;
import io.jenkins.plugins.homu.metrics.PrometheusMetrics;
import io.jenkins.plugins.homu.port.StoreException;
import io.jenkins.plugins.homu.runtime.HomuRuntime;
import io.jenkins.plugins.homu.runtime.MetricsPage;
import io.jenkins.plugins.homu.runtime.RuntimeConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import jenkins.model.Jenkins;
import jenkins.util.Timer;

/** The queues of this Jenkins: runs what is configured, and follows every change of that without a restart. */
@Extension
public class HomuService implements QueueAccess {
    private static final RollupOffer ROLLUPS = new RollupOffer(
            Optional.of("/makeRollup"),
            "The bot makes the rollup; that takes the permission Homu/Manage.",
            Optional.empty());

    private static final Logger LOGGER = Logger.getLogger(HomuService.class.getName());
    /** A form and a YAML file save several times in a row. */
    private static final long CALM_MILLIS = 300;
    /** Credentials change without telling; a database or a label may become usable again. */
    private static final long LOOK_AGAIN_SECONDS = 60;

    private final Object lock = new Object();
    private boolean begun;
    private boolean stopped;
    private ScheduledFuture<?> next;
    private RuntimeConfiguration running;
    /** Goes on counting when the queues are started anew. */
    private final PrometheusMetrics metrics = new PrometheusMetrics();

    private volatile HomuRuntime runtime;
    private volatile List<String> problems = List.of();

    public HomuService() {
        metrics.watch(() -> runtime().map(HomuRuntime::reader));
    }

    public static HomuService get() {
        return ExtensionList.lookupSingleton(HomuService.class);
    }

    @Override
    public Optional<HomuRuntime> runtime() {
        return Optional.ofNullable(runtime);
    }

    @Override
    public List<String> problems() {
        HomuRuntime current = runtime;
        List<String> all = new ArrayList<>(problems);
        if (current != null) {
            String failure = current.failure().getNow(null);
            if (failure != null) {
                all.add("The queues don't run: " + failure);
            }
        }
        return all;
    }

    /** Jenkins has all its jobs. */
    void begin() {
        synchronized (lock) {
            if (begun) {
                return;
            }
            begun = true;
        }
        HomuLog.makeRecorder();
        refresh();
        lookAgain();
    }

    /** Jenkins is about to stop. */
    void end() {
        synchronized (lock) {
            stopped = true;
            if (next != null) {
                next.cancel(false);
            }
            stopRunning();
        }
    }

    private void lookAgain() {
        synchronized (lock) {
            if (!stopped) {
                next = Timer.get()
                        .schedule(
                                () -> {
                                    refresh();
                                    lookAgain();
                                },
                                LOOK_AGAIN_SECONDS,
                                TimeUnit.SECONDS);
            }
        }
    }

    /** The configuration may have changed: look soon. */
    public void refreshSoon() {
        var unused = Timer.get().schedule(this::refresh, CALM_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Runs what is configured now. Never throws: what is wrong is kept for {@link #problems}. */
    @Override
    public void refresh() {
        // Where the plugin was installed into a running Jenkins, nobody told it that the jobs are there.
        if (Jenkins.get().getInitLevel() == InitMilestone.COMPLETED) {
            begin();
        }
        synchronized (lock) {
            if (!begun || stopped) {
                return;
            }
            try {
                apply();
            } catch (ConfigurationException e) {
                stopRunning();
                say(List.of(e.getMessage()));
            } catch (StoreException | IllegalStateException e) {
                say(List.of(e.getMessage()));
            } catch (RuntimeException e) {
                LOGGER.log(Level.SEVERE, "The merge queue can't be configured, by a fault of its own", e);
                say(List.of("The queues can't be configured, by a fault of Homu itself; the log has it: " + e));
            }
        }
    }

    private void apply() {
        HomuGlobalConfiguration configuration = HomuGlobalConfiguration.get();
        if (configuration.getRepositories().isEmpty()) {
            stopRunning();
            say(List.of());
            return;
        }
        Jenkins jenkins = Jenkins.get();
        Optional<String> pages = Optional.ofNullable(jenkins.getRootUrl()).map(url -> url + "homu");
        ResolvedConfiguration resolved =
                new ConfigurationResolver(configuration, new CredentialsLookup()).resolve(databaseFile(jenkins), pages);
        RuntimeConfiguration wanted = resolved.runtime();
        say(resolved.problems());
        if (wanted.equals(running) && runtime != null) {
            return;
        }
        if (runtime != null && wanted.equals(running.with(wanted.repositories()))) {
            runtime.configure(wanted.repositories());
            running = wanted;
            return;
        }
        stopRunning();
        HomuRuntime fresh = new HomuRuntime(
                wanted,
                new JobStarter(),
                metrics,
                Map.of("metrics", new MetricsPage(metrics)::answer),
                PageFrame.NONE,
                ROLLUPS);
        fresh.start();
        runtime = fresh;
        running = wanted;
    }

    private static Path databaseFile(Jenkins jenkins) {
        Path directory = jenkins.getRootDir().toPath().resolve("homu");
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new StoreException(
                    "The folder " + directory + " can't be made: " + e.getMessage()
                            + ". Let Jenkins write to its home.",
                    e);
        }
        return directory.resolve("homu.db");
    }

    private void say(List<String> now) {
        if (!now.equals(problems)) {
            now.forEach(problem -> LOGGER.warning(
                    LogLine.of("configuration-problem").with("why", problem).toString()));
        }
        problems = List.copyOf(now);
    }

    private void stopRunning() {
        HomuRuntime last = runtime;
        runtime = null;
        running = null;
        if (last != null) {
            last.close();
        }
    }
}
