package io.jenkins.plugins.homu.simulator;

import io.jenkins.plugins.homu.simulator.git.GitCommit;
import io.jenkins.plugins.homu.simulator.git.GitRefs;
import io.jenkins.plugins.homu.simulator.git.GitRepository;
import java.util.List;
import java.util.Optional;

/**
 * Whether a pull request merges cleanly, in GitHub's manner: unknown after every move of the head or the base, computed
 * some time after somebody asked, together with a test merge commit that refs/pull/N/merge then points to.
 */
final class Mergeability {

    private final SimPull pull;
    private String asked = "";
    private long askedAt;
    private Boolean answer;
    private String testMerge;

    Mergeability(SimPull pull) {
        this.pull = pull;
    }

    Boolean ask() {
        Optional<String> tip = pull.repository().findTip(pull.baseRef());
        if (tip.isEmpty() || !pull.isOpen()) {
            return answer;
        }
        String key = tip.get() + pull.headSha();
        if (!asked.equals(key)) {
            asked = key;
            askedAt = System.nanoTime();
            answer = null;
            return null;
        }
        if (answer == null
                && System.nanoTime() - askedAt
                        >= pull.repository().simulator().lag().mergeability().toNanos()) {
            compute(tip.get(), pull.headSha());
        }
        return answer;
    }

    Boolean known() {
        return answer;
    }

    String testMerge() {
        return testMerge;
    }

    private void compute(String base, String head) {
        GitRepository git = pull.repository().git();
        Optional<String> tree = git.merger().mergeTree(base, head);
        answer = tree.isPresent();
        testMerge = null;
        if (tree.isPresent() && pull.repository().simulator().makesTestMerges()) {
            GitCommit.Signature author = pull.repository().signature(pull.author());
            testMerge = git.objects()
                    .writeCommit(
                            tree.get(),
                            List.of(base, head),
                            author,
                            SimRepository.WEB_FLOW.at(author.when()),
                            "Merge " + head + " into " + base)
                    .oid();
            String name = "refs/pull/" + pull.number() + "/merge";
            GitRefs refs = git.refs();
            refs.move(name, refs.get(name).orElse(null), testMerge);
        }
    }

    String state() {
        if (answer == null) {
            return pull.isDraft() && !asked.isEmpty() ? "draft" : "unknown";
        }
        if (!answer) {
            return "dirty";
        }
        if (pull.isDraft()) {
            return "draft";
        }
        StatusBook statuses = pull.repository().statuses();
        Optional<Protection> protection = pull.repository().protection(pull.baseRef());
        if (protection.isPresent()
                && protection
                        .get()
                        .refusal(pull.author(), pull.headSha(), statuses)
                        .isPresent()) {
            return "blocked";
        }
        boolean badStatus = !statuses.latest(pull.headSha()).isEmpty()
                && !statuses.combined(pull.headSha()).equals("success");
        boolean badCheck = statuses.runs(pull.headSha(), true).stream()
                .anyMatch(run -> !run.completed() || run.conclusion().equals("failure"));
        return badStatus || badCheck ? "unstable" : "clean";
    }
}
