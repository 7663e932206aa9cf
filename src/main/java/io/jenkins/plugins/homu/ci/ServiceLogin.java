package io.jenkins.plugins.homu.ci;

/** An account at a service that builds. @param password never printed */
public record ServiceLogin(String user, String password) {
    @Override
    public String toString() {
        return user;
    }
}
