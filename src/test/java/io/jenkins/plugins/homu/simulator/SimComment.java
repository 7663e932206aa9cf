package io.jenkins.plugins.homu.simulator;

import java.time.Instant;

/** A comment on an issue or in the conversation of a pull request. */
public record SimComment(long id, int issue, SimUser user, String body, Instant createdAt, Instant updatedAt) {

    SimComment edited(String text, Instant at) {
        return new SimComment(id, issue, user, text, createdAt, at);
    }

    public String author() {
        return user.login();
    }
}
