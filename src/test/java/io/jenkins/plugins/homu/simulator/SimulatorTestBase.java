package io.jenkins.plugins.homu.simulator;

import java.io.IOException;
import java.util.Map;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.rules.TemporaryFolder;

/** A simulator with the repository acme/widget, on which homu may write. */
public abstract class SimulatorTestBase {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    GitHubSimulator github;
    SimRepository widget;

    @Before
    public void startSimulator() throws IOException {
        github = GitHubSimulator.start(folder.getRoot().toPath().resolve("repositories"));
        widget = github.createRepository("acme", "widget").grant("homu", Permission.WRITE);
        widget.commit("main", Map.of("README.md", "A widget\n", "src/a.txt", "a\n"), "Initial commit");
    }

    @After
    public void stopSimulator() {
        github.close();
    }

    ApiClient as(String login) {
        return new ApiClient(github, github.user(login).token());
    }

    ApiClient homu() {
        return as("homu");
    }

    /** A pull request that adds a file. */
    SimPull pullAdding(String branch) {
        widget.branch(branch, "main", Map.of(branch + ".txt", branch + "\n"));
        return widget.openPull("bob", branch, "main", "Add " + branch, "Because.");
    }
}
