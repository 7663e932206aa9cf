package io.jenkins.plugins.homu.server;

import io.jenkins.plugins.homu.server.cli.HomuCommand;
import io.jenkins.plugins.homu.server.logging.Logging;

/** Entry point of the server without Jenkins. */
public final class Main {
    private Main() {}

    /** Runs one command line and ends the process with its exit code: 0 fine, 1 refused or invalid, 2 wrong usage. */
    public static void main(String[] args) {
        Logging.keepUntilTheEnd();
        System.exit(HomuCommand.commandLine().execute(args));
    }
}
