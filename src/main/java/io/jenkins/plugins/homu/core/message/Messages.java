package io.jenkins.plugins.homu.core.message;

import static io.jenkins.plugins.homu.core.message.Markdown.block;
import static io.jenkins.plugins.homu.core.message.Markdown.code;
import static io.jenkins.plugins.homu.core.message.Markdown.link;
import static io.jenkins.plugins.homu.core.message.Markdown.sentence;
import static io.jenkins.plugins.homu.core.message.Markdown.shellWord;

import io.jenkins.plugins.homu.core.model.Approval;
import io.jenkins.plugins.homu.core.model.Attempt;
import io.jenkins.plugins.homu.core.model.AttemptMember;
import io.jenkins.plugins.homu.core.model.BuilderResult;
import io.jenkins.plugins.homu.core.model.BuilderState;
import io.jenkins.plugins.homu.core.model.CommitSha;
import io.jenkins.plugins.homu.core.model.Delegation;
import io.jenkins.plugins.homu.core.model.PullRequest;
import io.jenkins.plugins.homu.core.model.RollupPart;
import io.jenkins.plugins.homu.core.model.RollupPart.LeftOut;
import io.jenkins.plugins.homu.core.model.TreeState;
import io.jenkins.plugins.homu.core.settings.MergeSettings;
import io.jenkins.plugins.homu.core.settings.RepositorySettings;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Every text the bot writes, one function each. The emoji and the wording are the original's where the meaning is. Long, because
 * the texts are many, and are to be found in one place.
 */
public final class Messages {
    /** GitHub takes no longer commit message comfortably; a longer body is cut. */
    private static final int LONGEST_BODY = 20_000;

    private Messages() {}

    // ---- approval ----------------------------------------------------------------------------------------------

    /** With the hidden line that the original and its tools look for. We never read it ourselves. */
    public static String approved(String bot, Approval approval) {
        return ":pushpin: Commit " + approval.head().abbreviated() + " has been approved by "
                + code(approval.approver())
                + "\n\n<!-- @" + bot + " r=" + approval.approver().replaceAll("[^A-Za-z0-9,._\\[\\]-]", "") + " "
                + approval.head() + " -->";
    }

    public static String waiting(String why) {
        return ":hourglass_flowing_sand: " + sentence(why);
    }

    public static String treeIsClosed(TreeState tree) {
        String closed =
                tree.source().map(url -> link("closed", Optional.of(url))).orElse("closed");
        String whom = tree.closedBelow()
                .filter(below -> below != TreeState.ALL)
                .map(below -> "pull requests below priority " + below)
                .orElse("all pull requests");
        return ":evergreen_tree: The tree is currently " + closed + " for " + whom
                + ". This pull request will be tested once the tree is reopened"
                + tree.reason().map(reason -> ". Reason: " + code(reason)).orElse(".");
    }

    public static String notAValidSha(String given, CommitSha head) {
        return ":scream_cat: " + code(given) + " is not a valid commit SHA. Please try again with `"
                + head.abbreviated() + "`.";
    }

    public static String reviewOfAnotherCommit(CommitSha reviewed, CommitSha head) {
        return ":scream_cat: The review is of `" + reviewed.abbreviated() + "`, but the head is now `"
                + head.abbreviated() + "`. Please look at the new commits, then approve them.";
    }

    public static String headWasUncertain(CommitSha head) {
        return ":bulb: This comment reached me late, and the head may have changed meanwhile. If you mean `"
                + head.abbreviated() + "`, please approve it again: `r+ " + head.abbreviated() + "`.";
    }

    public static String stillInProgress(String reason) {
        return ":clipboard: Looks like this PR is still in progress, ignoring approval: " + reason + ".";
    }

    public static String alreadyApproved(String detail) {
        return ":bulb: This pull request was already approved, no need to approve it again."
                + (detail.isEmpty() ? "" : "\n\n- " + sentence(detail));
    }

    public static String unapproved(CommitSha head, boolean stopped) {
        return "Commit " + head.abbreviated() + " has been unapproved."
                + (stopped ? " Its running build was stopped." : "");
    }

    public static String nothingToUnapprove() {
        return ":bulb: This pull request is not approved.";
    }

    public static String newCommitPushed(CommitSha head, boolean wasApproved, boolean stopped) {
        return ":warning: A new commit `" + head.abbreviated() + "` was pushed to the branch"
                + (wasApproved ? ", the pull request will need to be re-approved." : ".")
                + (stopped ? " The running build was stopped." : "");
    }

    public static String headChangedBeforeMerge() {
        return ":warning: The head or the base changed just before the merge, so nothing was merged. The pull request will need"
                + " to be re-approved.";
    }

    public static String approverIsGone() {
        return ":key: All builders passed, but the one who approved this pull request is not a reviewer any more, so it was"
                + " not merged. It needs the approval of another reviewer.";
    }

    public static String baseChanged(String baseRef, boolean wasApproved, boolean stopped) {
        return ":warning: The base branch changed to " + code(baseRef)
                + (wasApproved ? ", and the pull request will need to be re-approved." : ".")
                + (stopped ? " The running build was stopped." : "");
    }

    public static String stoppedBecause(String reason) {
        return ":clipboard: The running build was stopped, because " + reason
                + ". The approval stands: testing goes on once that has changed.";
    }

    // ---- rights and parsing ------------------------------------------------------------------------------------

    public static String insufficientPrivileges(String user, String reason) {
        return "@" + user + ": :key: Insufficient privileges: " + reason;
    }

    public static String notUnderstood(String message) {
        return ":confused: " + message;
    }

    public static String priorityTooHigh(int highest) {
        return ":stop_sign: Priority higher than " + highest + " is ignored.";
    }

    public static String delegated(Delegation delegation) {
        return ":v: @" + delegation.to() + " can now "
                + (delegation.level() == Delegation.Level.REVIEW ? "approve" : "start try builds of")
                + " this pull request";
    }

    /** In place of a reaction, where GitHub can't put one on a review. */
    public static String reviewHeard() {
        return ":+1: Done, as the review says";
    }

    public static String awake() {
        return ":sleepy: I'm awake I'm awake";
    }

    /** @param method how the repository's pull requests are merged, whatever is asked for */
    public static String squashUnavailable(MergeSettings.Method method) {
        return method == MergeSettings.Method.SQUASH
                ? ":disappointed: Every pull request of this repository is merged as a single commit; that can't be chosen."
                : ":disappointed: This repository takes commits as they are (merge method " + code(method.word())
                        + "); squashing is not offered.";
    }

    /** To be added to the word of success where GitHub can't know that the pull request was merged. */
    public static String mergedAs(Attempt attempt, MergeSettings.Method method) {
        String base = attempt.base().map(CommitSha::toString).orElse("");
        String merge = attempt.merge().map(CommitSha::toString).orElse("");
        return "\n\n"
                + switch (method) {
                    case SQUASH -> "All commits were merged as one, " + merge + ".";
                    case LINEAR -> "The commits were put onto the base one by one, as " + base + ".." + merge + ".";
                    case MERGE, FAST_FORWARD ->
                        "Commits that correct others were folded into them; what was merged is " + base + ".." + merge
                                + ".";
                }
                + " If they are not the commits of this pull request any more, GitHub does not see that it was merged:"
                + " then I close it.";
    }

    public static String nothingTo(String verb, String why) {
        return ":bulb: There is nothing to " + verb + ": " + sentence(decapitalised(why)) + ".";
    }

    public static String noBuilder(boolean isTry) {
        return ":no_good: No builder is configured for " + (isTry ? "try builds" : "merges")
                + " of this repository, so nothing could be tested. Please ask whoever runs this bot to add one.";
    }

    public static String noLastTry() {
        return ":no_good: There is no earlier try build of this pull request whose parent could be used again."
                + " Please give a commit: `try parent=SHA`.";
    }

    /** @param digits what was asked for */
    public static String parentUnknown(String digits) {
        return ":no_good: " + code(digits) + " can't be used as parent: there is no commit of that name in this"
                + " repository, or more than one begins so, or a branch or tag is called so. Please give more digits,"
                + " or all of them.";
    }

    // ---- attempts ----------------------------------------------------------------------------------------------

    /** {@code :hourglass: Testing commit abc1234 with merge def5678...}. */
    public static String started(Attempt attempt, CommitSha head, CommitSha merge) {
        return ":hourglass: " + (attempt.kind() == Attempt.Kind.TRY ? "Trying" : "Testing") + " commit "
                + head.abbreviated() + " with merge " + merge.abbreviated() + "...";
    }

    /** {@code :sunny: Test successful - [linux](url), [mac](url)}, and for a real build what was pushed where. */
    public static String succeeded(Attempt attempt) {
        String text =
                ":sunny: Test successful - " + links(attempt.results().stream().toList());
        if (attempt.kind() == Attempt.Kind.TRY) {
            return text + attempt.merge().map(sha -> "\nBuild commit: " + sha).orElse("");
        }
        return text + "\nApproved by: " + code(attempt.leader().approver()) + "\nPushing "
                + attempt.merge().map(CommitSha::toString).orElse("") + " to " + code(attempt.baseRef()) + "...";
    }

    /** Names every failed builder, with its address and its own words. */
    public static String failed(List<BuilderResult> bad) {
        String names = links(bad);
        String words = bad.stream()
                .filter(result -> !result.description().isBlank())
                .map(result -> "- " + result.builder() + ": " + code(result.description()))
                .collect(Collectors.joining("\n"));
        boolean cancelled = bad.stream().allMatch(result -> result.state() == BuilderState.CANCELLED);
        return (cancelled
                        ? ":broken_heart: Test cancelled outside of the queue - " + names
                                + "\n\nUse `retry` to test it again."
                        : ":broken_heart: Test failed - " + names)
                + (words.isEmpty() ? "" : "\n\n" + words)
                + bad.stream()
                        .filter(result -> !result.details().isBlank())
                        .map(result -> "\n\n<details><summary>More of " + result.builder() + "</summary>\n\n"
                                + block(result.details()) + "\n\n</details>")
                        .collect(Collectors.joining());
    }

    /** Said when a job of ours can't be started; nobody who wrote the pull request is to blame. */
    public static String buildNotStarted(String builder, String reason) {
        return ":boom: The builder " + code(builder) + " could not be started: " + sentence(reason)
                + "\n\nThis is not the fault of the pull request. Whoever runs this bot can mend it; use `retry`"
                + " afterwards.";
    }

    /** Said when a job of ours built another commit; nobody who wrote the pull request is to blame. */
    public static String buildUnusable(String builder, Optional<String> url, String reason) {
        return ":boom: The result of the builder " + link(builder, url) + " does not count: " + sentence(reason)
                + "\n\nThis is not the fault of the pull request. Whoever runs this bot can mend it; use `retry`"
                + " afterwards.";
    }

    /** Begins like the original's text. */
    public static String rebuildNotStarted(String builder, String reason) {
        return ":bomb: Failed to start rebuilding: " + code(builder) + ": " + sentence(reason)
                + "\n\nThis is not the fault of the pull request; use `retry` once it is mended.";
    }

    private static String links(List<BuilderResult> results) {
        return results.stream()
                .map(result -> link(result.builder(), result.url()))
                .collect(Collectors.joining(", "));
    }

    /** What a builder's result says when the test was spared. */
    public static final String TEST_SPARED = "It had passed this very commit before";

    /** The original's text. */
    public static String exempted(Attempt attempt) {
        return ":zap: Test exempted - " + links(attempt.results().stream().toList());
    }

    /** Whether the attempt's commit was tested before it became the attempt's. */
    public static boolean isExempted(Attempt attempt) {
        return attempt.results().stream()
                .allMatch(result -> result.description().equals(TEST_SPARED));
    }

    /** The original's text. */
    public static String reusing(List<BuilderResult> passed, List<BuilderResult> again) {
        return ":zap: Previous build results for " + links(passed) + " are reusable. Rebuilding only " + links(again)
                + "...";
    }

    public static String timedOut() {
        return ":boom: Test timed out";
    }

    public static String neverStarted(Duration after, List<String> builders) {
        return ":boom: No builder was heard of within " + minutes(after) + " (" + String.join(", ", builders)
                + "). Does CI run on the branch, and report under those names? Use `retry` when it does.";
    }

    public static String conflict(String baseRef, String headRef, String detail) {
        return ":lock: Merge conflict\n\nThis pull request and the base branch have diverged in a way that can't be"
                + " merged. Please rebase or merge, push, and ask for approval again.\n\n<details><summary>How"
                + "</summary>\n\n"
                + block("git fetch origin\ngit checkout " + shellWord(headRef) + "\ngit rebase "
                        + shellWord("origin/" + baseRef)
                        + "\n# solve the conflicts, git add, git rebase --continue\ngit push --force-with-lease")
                + "\n\n</details>"
                + (detail.isBlank() || detail.equalsIgnoreCase("merge conflict")
                        ? ""
                        : "\n\n" + (detail.contains("CONFLICT (") ? "Git" : "GitHub") + " says: " + code(detail));
    }

    public static String headGone(CommitSha head, String detail) {
        return ":boom: The approved commit " + head.abbreviated() + " is not on GitHub any more. Please push again, and"
                + " ask for approval again." + said(detail);
    }

    public static String baseGone(String baseRef, String detail) {
        return ":boom: There is no base branch " + code(baseRef) + " any more. Please choose another base."
                + said(detail);
    }

    public static String nothingToMerge(String baseRef) {
        return ":boom: The base branch " + code(baseRef) + " has all commits of this pull request already; there is"
                + " nothing to merge. It can be closed.";
    }

    /** Said where commits are taken as they are, and these don't stand on the base's tip. */
    public static String notOnTheTip(String baseRef, String headRef) {
        return ":lock: Not on the tip of " + code(baseRef)
                + "\n\nThis repository takes commits as they are, so they must"
                + " stand on the tip of the base branch. Please rebase, push, and ask for approval again."
                + "\n\n<details><summary>How</summary>\n\n"
                + block("git fetch origin\ngit checkout " + shellWord(headRef) + "\ngit rebase "
                        + shellWord("origin/" + baseRef) + "\ngit push --force-with-lease")
                + "\n\n</details>";
    }

    public static String mergeRefused(String branch, String detail) {
        return ":boom: GitHub refused to make the merge commit on " + code(branch)
                + ". Does the bot have write access, and is no rule in the way of its own branches? Use `retry`"
                + " afterwards." + said(detail);
    }

    /** The original's text; GitHub's words in full. */
    public static String fastForwardFailed(String baseRef, String detail) {
        return ":eyes: Test was successful, but fast-forwarding failed: " + code(detail)
                + "\n\nGitHub did not let me move " + code(baseRef)
                + ". If it is protected: the bot must be allowed to push to it, and what the rule requires must be"
                + " met by the merge commit. Use `retry` afterwards."
                + (detail.length() > 200 || detail.contains("\n") ? "\n\n" + block(detail) : "");
    }

    public static String interrupted() {
        return ":snowman: The build was interrupted to prioritize another pull request.";
    }

    public static String yielded(boolean others) {
        return ":no_entry_sign: The build was cancelled. This pull request stays approved, and goes on "
                + (others ? "after the others" : "with `retry`, or after another one was tested") + ".";
    }

    public static String tryCancelled() {
        return ":no_entry_sign: The try build was cancelled.";
    }

    /** @param cause {@code #12} or a commit; empty: not known */
    public static String unmergeable(Optional<String> cause) {
        return ":umbrella: The latest upstream changes"
                + cause.map(it -> " (presumably " + it + ")").orElse("")
                + " made this pull request unmergeable. Please resolve the merge conflicts.";
    }

    public static String info(PullRequest pull, String status, String whyNot, Optional<String> page) {
        StringBuilder text = new StringBuilder(":information_source: ")
                .append(code(pull.headLabel()))
                .append(" at `")
                .append(pull.head().abbreviated())
                .append("` into ")
                .append(code(pull.baseRef()));
        text.append("\n\n- Status: ").append(status.isEmpty() ? "not approved" : status);
        pull.approval().ifPresent(approval -> text.append("\n- Approved by: ")
                .append(code(approval.approver()))
                .append(" at `")
                .append(approval.head().abbreviated())
                .append('`'));
        if (pull.squash()) {
            text.append("\n- To be merged as one commit");
        }
        text.append("\n- Priority: ").append(pull.priority());
        text.append("\n- Rollup: ").append(pull.rollup().word());
        pull.delegation().ifPresent(delegation -> text.append("\n- Delegated to: ")
                .append(code(delegation.to()))
                .append(" (")
                .append(delegation.level().word())
                .append(')'));
        pull.note().ifPresent(note -> text.append("\n- Note: ").append(code(note)));
        text.append("\n- Not merged because: ").append(sentence(decapitalised(whyNot)));
        page.ifPresent(url -> text.append("\n- ").append(link("Attempts and results", Optional.of(url))));
        return text.toString();
    }

    public static String why(String whyNot, Optional<String> page) {
        return ":information_source: " + sentence(whyNot)
                + page.map(url -> "\n\n" + link("More", Optional.of(url))).orElse("");
    }

    public static String minutes(Duration duration) {
        long minutes = duration.toMinutes();
        return minutes == 1 ? "a minute" : minutes == 0 ? duration.toSeconds() + " seconds" : minutes + " minutes";
    }

    private static String decapitalised(String sentence) {
        boolean isWord = sentence.length() > 1 && Character.isLowerCase(sentence.charAt(1));
        return isWord ? Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1) : sentence;
    }

    private static String said(String detail) {
        return detail.isBlank() ? "" : " GitHub says: " + code(detail);
    }

    // ---- commit messages ---------------------------------------------------------------------------------------

    /** {@code Auto merge of #12 - alice:fix, r=bob}, title and body; as the original's, but harmless. */
    public static String mergeCommit(PullRequest pull, String approver, List<String> jobs) {
        String body = harmlessBody(pull);
        String trailers = jobs.stream().map(job -> "\ntry-job: " + job).collect(Collectors.joining());
        return "Auto merge of #" + pull.number() + " - " + oneLine(Markdown.forCommitMessage(pull.headLabel())) + ", r="
                + oneLine(approver) + "\n\n"
                + oneLine(Markdown.forCommitMessage(pull.title()))
                + (body.isEmpty() ? "" : "\n\n" + body)
                + (trailers.isEmpty() ? "" : "\n" + trailers);
    }

    /** {@code Rollup merge of #12 - alice:fix, r=bob}, title and body. */
    public static String rollupCommit(PullRequest pull, String approver) {
        return "Rollup" + mergeCommit(pull, approver, List.of()).substring("Auto".length());
    }

    // ---- rollups -----------------------------------------------------------------------------------------------

    public static String rollupTitle(int parts) {
        return "Rollup of " + parts + " pull requests";
    }

    /** The original's text, with the titles. */
    public static String rollupBody(List<RollupPart> parts, List<LeftOut> leftOut, String by) {
        StringBuilder text = new StringBuilder("Successful merges:\n");
        for (RollupPart part : parts) {
            text.append("\n - #")
                    .append(part.number())
                    .append(" (")
                    .append(code(part.title()))
                    .append(')');
        }
        if (!leftOut.isEmpty()) {
            text.append("\n\nFailed merges:\n");
            for (LeftOut one : leftOut) {
                text.append("\n - #")
                        .append(one.number())
                        .append(" (")
                        .append(sentence(one.reason()))
                        .append(')');
            }
        }
        return text.append("\n\nAsked for by ")
                .append(code(by))
                .append(
                        ". It is approved and tested like any other pull request; when one of its parts changes, it is void.")
                .toString();
    }

    /** For the page. */
    public static String rollupMade(int number, List<AttemptMember> parts, List<LeftOut> leftOut) {
        String of = parts.stream().map(part -> "#" + part.number()).collect(Collectors.joining(", "));
        String out = leftOut.stream()
                .map(one -> "#" + one.number() + " (" + one.reason() + ")")
                .collect(Collectors.joining(", "));
        return "The rollup #" + number + " was made of " + of + (out.isEmpty() ? "" : "; left out: " + out)
                + ". Approve it like any other pull request.";
    }

    public static String rollupBroken(String why, boolean wasApproved) {
        return ":warning: This rollup does not hold any more because " + sentence(why) + "."
                + (wasApproved ? " So the rollup isn't approved any more." : "")
                + " Close it, and make a new one of what is left.";
    }

    public static String rollupWithheld(List<RollupPart> parts) {
        return "In a dry run no rollup is made; this one would have been of "
                + parts.stream().map(part -> "#" + part.number()).collect(Collectors.joining(", ")) + ".";
    }

    /** A pull request's text for a commit message, cut to a bearable length. */
    static String harmlessBody(PullRequest pull) {
        String body = Markdown.forCommitMessage(pull.body()).strip();
        return body.length() > LONGEST_BODY
                ? body.substring(0, body.offsetByCodePoints(0, body.codePointCount(0, LONGEST_BODY))) + "\n..."
                : body;
    }

    static String oneLine(String text) {
        return text.replaceAll("\\s+", " ").strip();
    }

    /** Where the bot's own page of a pull request is. */
    public static Optional<String> page(RepositorySettings settings, int number) {
        // The label is a segment of the path, whatever it is made of.
        String label =
                URLEncoder.encode(settings.label(), StandardCharsets.UTF_8).replace("+", "%20");
        return settings.pageUrl().map(url -> url + "/results/" + label + "/" + number);
    }
}
