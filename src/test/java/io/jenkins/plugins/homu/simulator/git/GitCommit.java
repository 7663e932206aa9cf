package io.jenkins.plugins.homu.simulator.git;

import java.time.Instant;
import java.util.List;

/** One commit object, parsed. The object names are 40 hex digits. */
public record GitCommit(
        String oid, String tree, List<String> parents, Signature author, Signature committer, String message) {

    public GitCommit {
        parents = List.copyOf(parents);
    }

    /** Who wrote or committed, and when (whole seconds). */
    public record Signature(String name, String email, Instant when) {

        String line() {
            return clean(name) + " <" + clean(email) + "> " + when.getEpochSecond() + " +0000";
        }

        /** The same person at another time. */
        public Signature at(Instant time) {
            return new Signature(name, email, time);
        }

        private static String clean(String text) {
            return text.replaceAll("[<>\\n\\r\\u0000]", "").strip();
        }

        static Signature parse(String line) {
            int open = line.lastIndexOf('<');
            int close = line.lastIndexOf('>');
            String name = line.substring(0, Math.max(0, open)).strip();
            String email = line.substring(open + 1, close);
            String[] time = line.substring(close + 1).strip().split(" ", -1);
            return new Signature(name, email, Instant.ofEpochSecond(Long.parseLong(time[0])));
        }
    }

    /** The first line of the message. */
    public String subject() {
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
