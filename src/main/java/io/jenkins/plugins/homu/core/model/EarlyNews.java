package io.jenkins.plugins.homu.core.model;

import io.jenkins.plugins.homu.core.event.Event.Reported;
import java.util.ArrayList;
import java.util.List;

/**
 * What was heard while a merge commit was being made, and may be of it: the world sees a push before our own record of it
 * is written. Kept until nothing is being made any more, and of each sort the newest only: anybody may report.
 *
 * @param reports of builders on commits that no running attempt tests
 * @param leftTips commits that a base does not end in any more: what is merged onto one of them can't be merged into the base
 */
public record EarlyNews(List<Reported> reports, List<LeftTip> leftTips) {
    public static final EarlyNews NONE = new EarlyNews(List.of(), List.of());

    private static final int MOST = 200;

    /** A tip that a branch was moved away from. */
    public record LeftTip(String branch, CommitSha tip) {}

    public EarlyNews {
        reports = List.copyOf(reports);
        leftTips = List.copyOf(leftTips);
    }

    /** With one more report, in place of what the same context said of the same commit before. */
    public EarlyNews with(Reported reported) {
        if (reports.contains(reported)) {
            return this;
        }
        List<Reported> next = new ArrayList<>(reports);
        next.removeIf(other -> other.kind() == reported.kind()
                && other.sha().equals(reported.sha())
                && other.context().equals(reported.context()));
        next.add(reported);
        return new EarlyNews(newest(next), leftTips);
    }

    public List<Reported> on(CommitSha commit) {
        return reports.stream()
                .filter(reported -> reported.sha().equals(commit))
                .toList();
    }

    public EarlyNews withoutReportsOn(CommitSha commit) {
        return new EarlyNews(
                reports.stream()
                        .filter(reported -> !reported.sha().equals(commit))
                        .toList(),
                leftTips);
    }

    /** A branch was moved; a tip that it comes back to is no longer left. */
    public EarlyNews moved(String branch, CommitSha from, CommitSha to) {
        List<LeftTip> next = new ArrayList<>(leftTips);
        next.remove(new LeftTip(branch, from));
        next.add(new LeftTip(branch, from));
        next.remove(new LeftTip(branch, to));
        return new EarlyNews(reports, newest(next));
    }

    public boolean isLeft(String branch, CommitSha tip) {
        return leftTips.contains(new LeftTip(branch, tip));
    }

    private static <T> List<T> newest(List<T> list) {
        return list.subList(Math.max(0, list.size() - MOST), list.size());
    }
}
