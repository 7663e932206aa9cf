package io.jenkins.plugins.homu.demo;

import io.jenkins.plugins.homu.simulator.GitHubSimulator;
import io.jenkins.plugins.homu.simulator.Permission;
import io.jenkins.plugins.homu.simulator.SimPull;
import io.jenkins.plugins.homu.simulator.SimRepository;
import java.util.Map;

/** The demo's repository: a shell script with tests, and pull requests that pass, fail, and conflict. */
final class SampleRepository {
    static final String OWNER = "acme";
    static final String NAME = "widget";

    private static final String TEST =
            """
            #!/bin/sh
            # Run by CI on exactly the commit that is to be merged.
            echo "Testing $(git rev-parse --short HEAD)"
            sleep 3
            . ./greet.sh
            [ "$(greet World)" = "Hello, World!" ] || { echo "FAILED: greet says '$(greet World)'"; exit 1; }
            [ "$(wc -l < VERSION)" -eq 1 ] || { echo "FAILED: VERSION must have one line"; exit 1; }
            echo "All tests passed"
            """;
    private static final String GREET =
            """
            greet() {
                echo "Hello, $1!"
            }
            """;

    private SampleRepository() {}

    static SimRepository create(GitHubSimulator github) {
        SimRepository repository = github.createRepository(OWNER, NAME);
        for (String user : new String[] {"homu", "alice", "carol"}) {
            github.user(user);
            repository.grant(user, Permission.WRITE);
        }
        repository.commit(
                "main",
                Map.of("greet.sh", GREET, "test.sh", TEST, "VERSION", "1.0\n", "README.md", "# Widget\n"),
                "A script that greets");
        open(
                repository,
                "bob",
                "docs",
                "Explain how to greet",
                Map.of("README.md", "# Widget\n\nSource `greet.sh`, then call `greet NAME`.\n"),
                "Passes its tests. As alice, comment `@homu r+`.");
        open(
                repository,
                "bob",
                "shout",
                "Greet louder",
                Map.of("greet.sh", GREET.replace("Hello, $1!", "HELLO, $1!!!")),
                "Looks fine alone, and fails its tests: it never reaches main.");
        open(
                repository,
                "dave",
                "release-1.1",
                "Release 1.1",
                Map.of("VERSION", "1.1\n"),
                "Conflicts with the next one: whichever is merged first makes the other unmergeable.");
        open(
                repository,
                "erin",
                "release-2.0",
                "Release 2.0",
                Map.of("VERSION", "2.0\n"),
                "Conflicts with the one before. Give it `p=10` and it goes first.");
        return repository;
    }

    private static void open(
            SimRepository repository,
            String author,
            String branch,
            String title,
            Map<String, String> files,
            String body) {
        repository.simulator().user(author);
        repository.branch(branch, "main", files);
        SimPull pull = repository.openPull(author, branch, "main", title, body);
        if (pull.number() < 1) {
            throw new IllegalStateException("No pull request was opened for " + branch);
        }
    }

    /** What makes a failing pull request pass. */
    static Map<String, String> fix() {
        return Map.of("greet.sh", GREET.replace("echo", "printf '%s\\n'"));
    }
}
