package io.jenkins.plugins.homu.server;

/** Entry point of the server without Jenkins. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.out.println("homu");
    }
}
