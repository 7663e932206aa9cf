package io.jenkins.plugins.homu.git;

import java.util.ArrayList;
import java.util.List;

/** Which commits are to be folded into which, by git's rules for {@code fixup!}, {@code squash!} and {@code amend!}. */
final class Autosquash {
    /** A commit by its name. */
    record Named(String sha, RawCommit commit) {}

    /** A commit that stays, and those that are folded into it, in order. */
    record Group(Named main, List<Named> folded) {
        /** The message of what they become. */
        String message() {
            String text = main.commit().message();
            for (Named fold : folded) {
                String subject = fold.commit().subject();
                if (subject.startsWith("squash! ")) {
                    String body = fold.commit().body();
                    text = body.isEmpty() ? text : text.stripTrailing() + "\n\n" + body + "\n";
                } else if (subject.startsWith("amend! ")) {
                    String body = fold.commit().body();
                    text = body.isEmpty() ? text : body + "\n";
                }
            }
            return text;
        }
    }

    private static final List<String> MARKS = List.of("fixup! ", "squash! ", "amend! ");
    /** Nobody writes a longer one to have it folded. */
    private static final int LONGEST_SUBJECT = 1000;

    private Autosquash() {}

    static boolean isFold(RawCommit commit) {
        return commit.subject().length() <= LONGEST_SUBJECT && afterMark(commit.subject(), 0) > 0;
    }

    /** Where the text goes on behind a mark; {@code at} itself: there is none. */
    private static int afterMark(String subject, int at) {
        for (String mark : MARKS) {
            if (subject.startsWith(mark, at)) {
                int next = at + mark.length();
                while (next < subject.length() && Character.isWhitespace(subject.charAt(next))) {
                    next++;
                }
                return next;
            }
        }
        return at;
    }

    /** @param commits oldest first */
    static List<Group> groups(List<Named> commits, boolean fold) {
        List<Group> groups = new ArrayList<>();
        for (Named commit : commits) {
            Group target = fold && isFold(commit.commit()) ? target(groups, commit) : null;
            if (target == null) {
                groups.add(new Group(commit, new ArrayList<>()));
            } else {
                target.folded().add(commit);
            }
        }
        return groups;
    }

    /** Null: what it corrects is not there, so it stays a commit of its own. */
    private static Group target(List<Group> groups, Named commit) {
        String subject = commit.commit().subject();
        int from = 0;
        for (int next = afterMark(subject, from); next > from; next = afterMark(subject, from)) {
            from = next;
        }
        String wanted = subject.substring(from).strip();
        if (wanted.isEmpty()) {
            return null;
        }
        for (Group group : groups) {
            if (group.main().commit().subject().equals(wanted)) {
                return group;
            }
        }
        if (wanted.matches("[0-9a-f]{4,40}")) {
            for (Group group : groups) {
                if (group.main().sha().startsWith(wanted)) {
                    return group;
                }
            }
        }
        for (Group group : groups) {
            if (group.main().commit().subject().startsWith(wanted)) {
                return group;
            }
        }
        return null;
    }
}
