package io.jenkins.plugins.homu.endtoend;

import io.jenkins.plugins.homu.simulator.SimPull;
import io.jenkins.plugins.homu.simulator.SimRepository;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** What people do to a repository all day, at random but the same way for the same seed. */
final class Traffic {
    static final String MAIN = "main";
    static final String RELEASE = "release";
    private static final int MOST_OPEN = 10;

    private final SimRepository repository;
    private final Ledger ledger;
    private final Random random;
    private int count;

    Traffic(SimRepository repository, Ledger ledger, long seed) {
        this.repository = repository;
        this.ledger = ledger;
        this.random = new Random(seed);
    }

    /** Somebody does something. */
    void step() {
        List<SimPull> open = repository.pulls().stream().filter(SimPull::isOpen).toList();
        if (open.size() < 3 || (open.size() < MOST_OPEN && random.nextInt(4) == 0)) {
            openOne();
            return;
        }
        if (open.size() >= MOST_OPEN && random.nextInt(4) == 0) {
            // The oldest are those that conflict or fail; somebody gives up on one.
            open.get(0).close();
            return;
        }
        SimPull pull = open.get(random.nextInt(open.size()));
        int what = random.nextInt(100);
        if (what < 42) {
            approve(pull);
        } else if (what < 50) {
            pull.comment("alice", "@homu p=" + random.nextInt(10));
        } else if (what < 58) {
            pull.comment("alice", "@homu retry");
        } else if (what < 66) {
            pull.comment("carol", "@homu try");
        } else if (what < 70) {
            pull.comment("alice", "@homu r-");
        } else if (what < 78) {
            pull.push(Map.of("pushed-" + next() + ".txt", "More\n"));
        } else if (what < 81) {
            pull.forcePush(Map.of("reworked-" + next() + ".txt", "Anew\n"));
        } else if (what < 84) {
            pull.retarget(pull.baseRef().equals(MAIN) ? RELEASE : MAIN);
        } else if (what < 87) {
            pull.close();
        } else if (what < 90) {
            pushDirectly();
        } else if (what < 93) {
            pull.comment("bob", "What do you think?\n\n> @homu r+");
        } else if (what < 96) {
            pull.comment("mallory", "@homu r+");
        } else {
            pull.comment("alice", "@homu cancel");
        }
    }

    private void approve(SimPull pull) {
        String text =
                switch (random.nextInt(4)) {
                    case 0 -> "@homu r+ p=" + random.nextInt(5);
                    case 1 -> "Thanks!\n\n@homu r+ " + pull.headSha().substring(0, 9);
                    default -> "@homu r+";
                };
        ledger.approve(pull, "alice", text);
    }

    private void openOne() {
        int number = next();
        String base = random.nextInt(6) == 0 ? RELEASE : MAIN;
        Map<String, String> files =
                switch (random.nextInt(8)) {
                    case 0 -> Map.of(InstantCi.BAD, "Breaks the tests " + number + "\n");
                    case 1 -> Map.of("README.md", "Everybody's favourite place: " + number + "\n");
                    default -> Map.of("file-" + number + ".txt", "This is " + number + "\n");
                };
        repository.branch("topic-" + number, base, files);
        repository.openPull("bob", "topic-" + number, base, "Topic " + number, "About " + number);
    }

    private void pushDirectly() {
        repository.locked(() -> {
            String sha = repository.pushDirectly(MAIN, Map.of("hotfix-" + next() + ".txt", "Hot\n"));
            ledger.direct(sha);
        });
    }

    private int next() {
        return ++count;
    }
}
