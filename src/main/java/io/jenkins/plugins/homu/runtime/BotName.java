package io.jenkins.plugins.homu.runtime;

import io.jenkins.plugins.homu.core.model.LogLine;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.GitHubGateway;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Finds out what the bot is called: asks GitHub until it answers. */
final class BotName implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(BotName.class.getName());
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final String APP_ENDING = "[bot]";

    private final GitHubGateway github;
    private final Consumer<String> found;
    private final Consumer<String> trouble;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "bot-name");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param found is told the name, once: the login, for an App without its ending {@code [bot]}, which nobody writes
     * @param trouble is told why it isn't known yet, in words for people
     */
    BotName(GitHubGateway github, Consumer<String> found, Consumer<String> trouble) {
        this.github = github;
        this.found = found;
        this.trouble = trouble;
    }

    void start() {
        executor.execute(() -> ask(FIRST_WAIT));
    }

    private void ask(Duration wait) {
        String login;
        try {
            login = github.login();
        } catch (GatewayException e) {
            if (executor.isShutdown()) {
                return;
            }
            Duration next =
                    e.retryAfter().filter(asked -> asked.compareTo(wait) > 0).orElse(wait);
            LOG.log(
                    System.Logger.Level.WARNING,
                    LogLine.of("github-login-unknown")
                            .with("why", e.getMessage())
                            .with("again_in", next)
                            .toString());
            trouble.accept("GitHub has not said yet who the bot is: " + e.getMessage());
            Duration doubled = wait.multipliedBy(2);
            schedule(next, doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT);
            return;
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "event=github-login-failed", e);
            trouble.accept("GitHub can't be asked who the bot is; the log says why.");
            schedule(LONGEST_WAIT, LONGEST_WAIT);
            return;
        }
        found.accept(spoken(login));
    }

    /** The name that people write. */
    static String spoken(String login) {
        return login.endsWith(APP_ENDING) ? login.substring(0, login.length() - APP_ENDING.length()) : login;
    }

    private void schedule(Duration in, Duration wait) {
        if (!executor.isShutdown()) {
            var unused = executor.schedule(() -> ask(wait), in.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
