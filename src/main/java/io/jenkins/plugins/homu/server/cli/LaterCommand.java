package io.jenkins.plugins.homu.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * What is planned and not there yet. Whoever has read of it shall hear that, and what to do meanwhile, rather than be
 * told of a spelling mistake. Whatever options they give are taken; the help doesn't list it.
 */
abstract class LaterCommand implements Callable<Integer> {
    private final String answer;

    @Unmatched
    private List<String> ignored = new ArrayList<>();

    private LaterCommand(String answer) {
        this.answer = answer;
    }

    /** Never returns: what it can't do becomes the line on standard error and exit code 1. */
    @Override
    public Integer call() {
        throw new UnsupportedOperationException(answer);
    }

    /** {@code homu import}: take over the database of an original Homu. */
    @Command(name = "import", hidden = true)
    static final class Import extends LaterCommand {
        Import() {
            super("import: this version can't take over the database of an original Homu yet; start with a new one"
                    + " ([db] file): open pull requests are read from GitHub, approvals, priorities and the like have"
                    + " to be given again");
        }
    }

    /** {@code homu jcasc}: the configuration in the form that Jenkins reads. */
    @Command(name = "jcasc", hidden = true)
    static final class Jcasc extends LaterCommand {
        Jcasc() {
            super("jcasc: this version doesn't run in Jenkins yet, so there is nothing to print cfg.toml for; keep"
                    + " cfg.toml, and ask a later version");
        }
    }
}
