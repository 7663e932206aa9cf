package io.jenkins.plugins.homu.runtime;

import io.jenkins.plugins.homu.core.effect.Effect.MakeRollup;
import io.jenkins.plugins.homu.core.event.Event;
import io.jenkins.plugins.homu.core.event.Event.RollupMade;
import io.jenkins.plugins.homu.core.event.Event.RollupNotMade;
import io.jenkins.plugins.homu.core.message.Messages;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.core.model.RepositoryState;
import io.jenkins.plugins.homu.core.queue.RollupPlan;
import io.jenkins.plugins.homu.core.settings.AccessSettings;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import io.jenkins.plugins.homu.engine.RollupMaker;
import io.jenkins.plugins.homu.github.GitHubClient;
import io.jenkins.plugins.homu.port.EventSink;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.GitHubGateway;
import io.jenkins.plugins.homu.port.QueueReader;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Somebody who signed in with GitHub, for as long as one wish takes. Calls block. */
public final class SignedInUser implements AutoCloseable {
    private static final int RADIX = 36;

    private final GitHubClient github;
    private final GitHubGateway bot;
    private final QueueReader reader;
    private final EventSink sink;
    private final Function<String, Optional<String>> notBegun;
    private final String htmlUrl;

    /**
     * @param bot acts as the bot itself
     * @param notBegun why the queue of a label takes no orders yet
     */
    SignedInUser(
            GitHubClient github,
            GitHubGateway bot,
            QueueReader reader,
            EventSink sink,
            Function<String, Optional<String>> notBegun,
            String htmlUrl) {
        this.github = github;
        this.bot = bot;
        this.reader = reader;
        this.sink = sink;
        this.notBegun = notBegun;
        this.htmlUrl = htmlUrl;
    }

    public String login() throws GatewayException {
        return github.login();
    }

    /** Whether the bot does what they ask for. */
    public boolean mayApprove(RepositorySettings settings) throws GatewayException {
        String login = login();
        AccessSettings access = settings.access();
        if (settings.isReviewer(login)) {
            return true;
        }
        // The bot asks: they need not be allowed to see that themselves.
        if (access.reviewLevel().isPresent() && access.isReviewLevel(bot.permission(settings.repository(), login))) {
            return true;
        }
        for (String team : access.reviewTeams()) {
            if (bot.isTeamMember(settings.repository(), team, login)) {
                return true;
            }
        }
        return false;
    }

    /**
     * What came of a wish.
     *
     * @param address of the pull request; empty: there is none
     * @param words why there is none
     */
    public record Outcome(Optional<String> address, String words) {}

    /** Make a rollup in a fork of theirs, in their own name. */
    public Outcome rollup(RepositorySettings settings, List<Integer> numbers) throws GatewayException {
        Optional<RepositoryState> state = reader.state(settings.label());
        if (state.isEmpty()) {
            return new Outcome(Optional.empty(), "There is no repository of that label any more.");
        }
        // The rollup would be made, and nobody would remember its parts.
        Optional<String> why = notBegun.apply(settings.label());
        if (why.isPresent()) {
            return new Outcome(Optional.empty(), "The queue has not begun yet; try again in a minute. " + why.get());
        }
        RollupPlan plan = RollupPlan.of(state.get(), settings, numbers, Instant.now());
        if (plan.refusal().isPresent()) {
            return new Outcome(Optional.empty(), plan.refusal().get());
        }
        if (settings.dryRun()) {
            return new Outcome(Optional.empty(), Messages.rollupWithheld(plan.parts()));
        }
        RepositoryId target = settings.repository();
        RepositoryId fork = github.fork(target);
        String branch = "rollup-" + Long.toString(Instant.now().getEpochSecond(), RADIX);
        Event event = new RollupMaker(github)
                .make(fork, target, new MakeRollup(0, plan.baseRef(), plan.parts(), plan.leftOut(), branch, login()));
        if (event instanceof RollupNotMade not) {
            return new Outcome(Optional.empty(), not.reason());
        }
        String address =
                htmlUrl + "/" + target.owner() + "/" + target.name() + "/pull/" + ((RollupMade) event).number();
        if (!sink.submit(settings.label(), event)) {
            return new Outcome(
                    Optional.empty(),
                    "The rollup was made as " + address
                            + ", but the queue was just being stopped and does not know it as"
                            + " one. Close it, and have it made again.");
        }
        return new Outcome(Optional.of(address), "");
    }

    /** Forgets their token. */
    @Override
    public void close() {
        github.close();
    }
}
