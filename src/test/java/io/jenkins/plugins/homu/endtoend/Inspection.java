package io.jenkins.plugins.homu.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.homu.endtoend.Ledger.HeadMove;
import io.jenkins.plugins.homu.endtoend.Ledger.Move;
import io.jenkins.plugins.homu.endtoend.Ledger.Request;
import io.jenkins.plugins.homu.simulator.SimComment;
import io.jenkins.plugins.homu.simulator.SimPull;
import io.jenkins.plugins.homu.simulator.SimRepository;
import io.jenkins.plugins.homu.simulator.git.GitCommit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks on the real repository, and at all that was said, whether the promises I1 to I4 of docs/design.md were kept. */
final class Inspection {
    private static final Pattern MARK = Pattern.compile("<!-- homu:effect=(\\S+) -->");
    private static final Pattern OF_ONE_ATTEMPT = Pattern.compile("(?m)^:(?:sunny|broken_heart|hourglass):.*$");

    /** A push that came so shortly before the merge may have crossed it. */
    private static final Duration CROSSING = Duration.ofSeconds(2);

    private final SimRepository repository;
    private final Ledger ledger;
    private final InstantCi ci;
    private final IntFunction<JsonNode> pulls;
    private final List<String> broken = new ArrayList<>();
    private int merges;

    /** @param pulls what /api/pull says of a pull request */
    Inspection(SimRepository repository, Ledger ledger, InstantCi ci, IntFunction<JsonNode> pulls) {
        this.pulls = pulls;
        this.repository = repository;
        this.ledger = ledger;
        this.ci = ci;
    }

    /** @param queue what /api/queue says in the end @return what is wrong */
    List<String> run(JsonNode queue) {
        ledger.moves().forEach(this::move);
        String main = repository.tip(Traffic.MAIN);
        List<Move> ofMain = movesOf(Traffic.MAIN);
        if (!ofMain.isEmpty() && !ofMain.get(ofMain.size() - 1).after().equals(main)) {
            broken.add("I1: main stands at " + main + ", where nobody moved it");
        }
        answers();
        queue(queue);
        comments();
        return List.copyOf(broken);
    }

    int merges() {
        return merges;
    }

    private List<Move> movesOf(String branch) {
        return ledger.moves().stream()
                .filter(move -> move.branch().equals(branch))
                .toList();
    }

    // ---- I1 and I2: every step of a base branch ----------------------------------------------------------------

    private void move(Move move) {
        if (move.forced()) {
            broken.add("I1: " + move.branch() + " was moved by force: " + move);
        }
        if (ledger.isDirect(move.after()) || move.before().matches("0+")) {
            return;
        }
        merges++;
        Optional<GitCommit> commit = repository.git().objects().commit(move.after());
        if (commit.isEmpty() || commit.get().parents().size() != 2) {
            broken.add("I1: " + move + " is no merge commit");
            return;
        }
        String base = commit.get().parents().get(0);
        String head = commit.get().parents().get(1);
        if (!base.equals(move.before())) {
            broken.add("I1: " + move + " adds more than one head: it was made on " + base);
        }
        Optional<Long> passed = ci.passedAt(move.after());
        if (passed.isEmpty() || passed.get() > move.at()) {
            broken.add("I1: " + move + " had not passed its tests");
        }
        List<Request> approvals = ledger.requests().stream()
                .filter(request -> request.head().equals(head))
                .toList();
        if (approvals.isEmpty()) {
            broken.add("I2: " + move + " merged " + head + ", which nobody approved");
        }
        for (Request approval : approvals) {
            for (HeadMove push : ledger.headMoves()) {
                if (push.number() == approval.number()
                        && !push.head().equals(head)
                        && isLaterThan(push, head, approval.number())
                        && push.at() < move.at() - CROSSING.toNanos()) {
                    broken.add("I2: " + move + " merged " + head + " of #" + approval.number() + ", though "
                            + push.head() + " was pushed " + (move.at() - push.at()) / 1_000_000 + " ms before");
                }
            }
        }
    }

    private boolean isLaterThan(HeadMove push, String head, int number) {
        return ledger.headMoves().stream()
                .filter(other -> other.number() == number && other.head().equals(head))
                .allMatch(other -> other.at() < push.at());
    }

    // ---- I3: nothing is lost -----------------------------------------------------------------------------------

    /** Every request for a merge led to a merge, or got an answer. */
    private void answers() {
        for (Request request : ledger.requests()) {
            SimPull pull = repository.pull(request.number());
            boolean answered = pull.comments().stream()
                    .anyMatch(comment -> comment.author().equals(LocalHomu.BOT) && comment.id() > request.comment());
            if (pull.isOpen() && !answered) {
                broken.add("I3: no answer to " + request);
            }
        }
    }

    private void queue(JsonNode queue) {
        for (JsonNode listed : queue.path("repositories")) {
            for (JsonNode pull : listed.path("pulls")) {
                String status = pull.path("status").asText();
                String why = pull.path("why_not").asText();
                int number = pull.path("number").asInt();
                if (status.equals("pending") || pull.hasNonNull("position")) {
                    broken.add("I3: #" + number + " still waits though nothing happens: " + pull);
                }
                if (why.isBlank()) {
                    broken.add("I3: nobody knows why #" + number + " isn't merged: " + pull);
                }
                SimPull real = repository.pull(number);
                if (!real.isOpen()
                        || !real.headSha().equals(pull.path("head_sha").asText())
                        || !real.baseRef().equals(pull.path("base_ref").asText())) {
                    broken.add("I3: #" + number + " is not known as it is: " + pull);
                }
            }
            long open = repository.pulls().stream().filter(SimPull::isOpen).count();
            if (open != listed.path("pulls").size()) {
                broken.add(
                        "I3: " + open + " are open, but " + listed.path("pulls").size() + " are known");
            }
        }
    }

    // ---- I4: nothing is said twice -----------------------------------------------------------------------------

    private void comments() {
        Map<String, SimComment> marks = new HashMap<>();
        for (SimPull pull : repository.pulls()) {
            Map<String, Integer> texts = new HashMap<>();
            for (SimComment comment : pull.comments()) {
                if (!comment.author().equals(LocalHomu.BOT)) {
                    continue;
                }
                Matcher mark = MARK.matcher(comment.body());
                if (!mark.find()) {
                    broken.add("I4: no mark in " + comment);
                } else if (marks.put(mark.group(1), comment) != null) {
                    broken.add("I4: said twice: " + comment);
                }
                Matcher line = OF_ONE_ATTEMPT.matcher(comment.body());
                while (line.find()) {
                    texts.merge(line.group(), 1, Integer::sum);
                }
            }
            texts.forEach((text, times) -> {
                if (times > 1 && times > attemptsThatTested(pull.number(), text)) {
                    broken.add("I4: said " + times + " times on #" + pull.number() + ": " + text);
                }
            });
        }
    }

    /**
     * These texts name the very commit that was tested, so each can be true once for each attempt that tested it: git's
     * times are whole seconds, so two attempts at the same within one second have the same merge commit.
     */
    private long attemptsThatTested(int number, String text) {
        long count = 0;
        for (JsonNode attempt : pulls.apply(number).path("attempts")) {
            String merge = attempt.path("merge_sha").asText();
            if (!merge.isEmpty() && text.contains(merge.substring(0, 7))) {
                count++;
            }
        }
        return count;
    }
}
