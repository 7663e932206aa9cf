package io.jenkins.plugins.homu.demo;

import io.jenkins.plugins.homu.server.Main;

/** The server, but that it ends with the demo. */
final class DemoServer {
    private DemoServer() {}

    public static void main(String[] args) {
        ParentWatch.start();
        Main.main(args);
    }
}
