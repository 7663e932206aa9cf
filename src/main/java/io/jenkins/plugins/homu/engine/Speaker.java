package io.jenkins.plugins.homu.engine;

import io.jenkins.plugins.homu.core.effect.Effect.Acknowledge;
import io.jenkins.plugins.homu.core.effect.Effect.ClosePull;
import io.jenkins.plugins.homu.core.effect.Effect.EditComment;
import io.jenkins.plugins.homu.core.effect.Effect.PostComment;
import io.jenkins.plugins.homu.core.effect.Effect.Relabel;
import io.jenkins.plugins.homu.core.effect.Effect.SetStatus;
import io.jenkins.plugins.homu.core.event.Event.CommentPosted;
import io.jenkins.plugins.homu.core.message.Messages;
import io.jenkins.plugins.homu.core.model.PullSnapshot;
import io.jenkins.plugins.homu.core.model.RepositoryId;
import io.jenkins.plugins.homu.port.GatewayException;
import io.jenkins.plugins.homu.port.GitHubGateway;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;

/** Tells people: comments, statuses, labels. */
final class Speaker {
    /** The original's context of commit statuses; branch protections out there name it. */
    private static final String STATUS_CONTEXT = "homu";

    /** GitHub's limit of a status' description, in characters. */
    private static final int LONGEST_DESCRIPTION = 140;

    /** GitHub's limit of a comment is 65,536 characters; the rest is for the marker. */
    private static final int LONGEST_BODY = 65_000;

    /** GitHub's clock and ours may differ by so much at most. */
    private static final Duration CLOCK_DIFFERENCE = Duration.ofHours(1);

    private static final int HASH_DIGITS = 12;

    private final GitHubGateway gateway;

    Speaker(GitHubGateway gateway) {
        this.gateway = gateway;
    }

    Result post(Job.Run run, PostComment effect) throws GatewayException {
        String marker = marker(run.label(), effect.id());
        Optional<Long> known = Optional.empty();
        if (run.job().mayBeDone()) {
            known = gateway.findComment(
                    run.settings().repository(),
                    effect.number(),
                    marker,
                    run.job().decidedAt().minus(CLOCK_DIFFERENCE));
        }
        long id;
        if (known.isPresent()) {
            id = known.get();
        } else {
            run.beginWriting().run();
            id = gateway.comment(run.settings().repository(), effect.number(), body(effect.body(), marker));
        }
        return effect.isStatusComment() ? Result.done(new CommentPosted(effect.number(), id, true)) : Result.done();
    }

    Result edit(Job.Run run, EditComment effect) throws GatewayException {
        gateway.editComment(
                run.settings().repository(), effect.commentId(), body(effect.body(), marker(run.label(), effect.id())));
        return Result.done();
    }

    Result acknowledge(Job.Run run, Acknowledge effect) throws GatewayException {
        boolean shown =
                gateway.acknowledge(run.settings().repository(), effect.number(), effect.source(), effect.commentId());
        return shown
                ? Result.done()
                : post(run, new PostComment(effect.id(), effect.number(), Messages.reviewHeard(), false));
    }

    Result setStatus(Job.Run run, SetStatus effect) throws GatewayException {
        gateway.setStatus(
                run.settings().repository(),
                effect.sha(),
                STATUS_CONTEXT,
                effect.state(),
                cut(effect.description(), LONGEST_DESCRIPTION),
                Messages.page(run.settings(), effect.page()));
        return Result.done();
    }

    Result relabel(Job.Run run, Relabel effect) throws GatewayException {
        if (!effect.add().isEmpty()) {
            gateway.addLabels(
                    run.settings().repository(),
                    effect.number(),
                    effect.add().stream().sorted().toList());
        }
        for (String label : effect.remove().stream().sorted().toList()) {
            gateway.removeLabel(run.settings().repository(), effect.number(), label);
        }
        return Result.done();
    }

    /** Looks first, every time: GitHub may have seen the merge, or somebody may have pushed since. */
    Result close(Job.Run run, ClosePull effect) throws GatewayException {
        RepositoryId repository = run.settings().repository();
        Optional<PullSnapshot> pull = gateway.pull(repository, effect.number());
        boolean isToBeClosed =
                pull.filter(it -> it.open() && it.head().equals(effect.head())).isPresent();
        // GitHub closes it itself as merged if the head is on the base; that may take it a moment.
        if (isToBeClosed && !gateway.isAncestor(repository, effect.head(), effect.merge())) {
            run.beginWriting().run();
            gateway.close(repository, effect.number());
        }
        return Result.done();
    }

    /** A hidden line by which our comment is recognised when we don't know whether we wrote it. */
    static String marker(String label, long effect) {
        return "<!-- homu:effect=" + key(label, effect) + " -->";
    }

    /** Names an effect among those of all repositories. */
    static String key(String label, long effect) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(label.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, HASH_DIGITS) + "-" + effect;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    private static String body(String text, String marker) {
        return cut(text, LONGEST_BODY) + "\n\n" + marker;
    }

    /** At most so many characters (code points, never half of one). */
    static String cut(String text, int most) {
        if (text.codePointCount(0, text.length()) <= most) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, most - 1)) + "\u2026";
    }
}
