package io.jenkins.plugins.homu.endtoend;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.homu.simulator.GitHubSimulator;
import io.jenkins.plugins.homu.simulator.SimPull;
import io.jenkins.plugins.homu.simulator.hook.SimDelivery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What people did and what became of the base branches, as GitHub itself saw it, in one order. */
final class Ledger {
    private final List<Request> requests = new ArrayList<>();
    private final List<Move> moves = new ArrayList<>();
    private final List<HeadMove> headMoves = new ArrayList<>();
    private final Set<String> direct = new LinkedHashSet<>();

    /**
     * A comment that asks for a merge.
     *
     * @param head of the pull request when it was written
     */
    record Request(int number, String head, long comment) {}

    /** A base branch moved. @param at when that was noticed, as {@link System#nanoTime} tells time */
    record Move(String branch, String before, String after, boolean forced, long at) {}

    /** Somebody pushed to a pull request. */
    record HeadMove(int number, String head, long at) {}

    /** @param bases the branches to watch */
    Ledger(GitHubSimulator github, Collection<String> bases) {
        Set<String> refs = new LinkedHashSet<>();
        bases.forEach(base -> refs.add("refs/heads/" + base));
        github.webhooks().listen(delivery -> heard(delivery, refs));
    }

    private synchronized void heard(SimDelivery delivery, Set<String> refs) {
        ObjectNode body = delivery.body();
        String ref = body.path("ref").asText();
        if (delivery.event().equals("push") && refs.contains(ref)) {
            moves.add(new Move(
                    ref.substring("refs/heads/".length()),
                    body.path("before").asText(),
                    body.path("after").asText(),
                    body.path("forced").asBoolean(),
                    System.nanoTime()));
        } else if ("synchronize".equals(delivery.action())) {
            headMoves.add(new HeadMove(
                    body.path("number").asInt(),
                    body.path("pull_request").path("head").path("sha").asText(),
                    System.nanoTime()));
        }
    }

    /** A reviewer asks for a merge, of the head as it is at that moment. */
    void approve(SimPull pull, String user, String text) {
        pull.repository().locked(() -> {
            synchronized (this) {
                requests.add(new Request(pull.number(), pull.headSha(), pull.comment(user, text)));
            }
        });
    }

    /** A commit that a person put on a base branch. */
    synchronized void direct(String sha) {
        direct.add(sha);
    }

    synchronized boolean isDirect(String sha) {
        return direct.contains(sha);
    }

    synchronized List<Request> requests() {
        return List.copyOf(requests);
    }

    synchronized List<Move> moves() {
        return List.copyOf(moves);
    }

    synchronized List<HeadMove> headMoves() {
        return List.copyOf(headMoves);
    }
}
